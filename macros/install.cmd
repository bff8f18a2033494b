@echo off
rem Double-click: starts install.ps1, which lies beside this file.
if not exist "%~dp0install.ps1" goto alone
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1"
set code=%errorlevel%
if %code%==1 echo Not installed. Please send this window to your administrator.
goto end
:alone
rem Opened inside a zip file, only this file is unpacked. The message is in Thai, this file can't be.
powershell.exe -NoProfile -Command "[Console]::OutputEncoding=[Text.Encoding]::UTF8; [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('4LmC4Lib4Lij4LiU4LmB4LiV4LiB4LmE4Lif4Lil4LmMIHppcCDguJfguLHguYnguIfguKvguKHguJQg4Lir4Lij4Li34Lit4LiE4Lix4LiU4Lil4Lit4LiB4LiX4Lix4LmJ4LiH4LmC4Lif4Lil4LmA4LiU4Lit4Lij4LmM4Lih4Liy4LiB4LmI4Lit4LiZIOC5geC4peC5ieC4p+C4lOC4seC4muC5gOC4muC4tOC4peC4hOC4peC4tOC4gSBpbnN0YWxsLmNtZCDguYPguJnguYLguJ/guKXguYDguJTguK3guKPguYzguJnguLHguYnguJkg4Lii4Lix4LiH4LmE4Lih4LmI4LmE4LiU4LmJ4LiV4Li04LiU4LiV4Lix4LmJ4LiH4Lit4Liw4LmE4Lij'))"
echo   Extract the zip file or copy the whole folder first, then double-click install.cmd there.
set code=3
:end
pause
exit /b %code%
