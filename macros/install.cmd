@echo off
rem Double-click: starts install.ps1, which lies beside this file.
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1"
pause
