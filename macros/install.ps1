# Installs ita-excel and its tab in Excel for the person who is logged in. Needs no administrator.
#
# With the internet: fetches uv (a small installer of Python programs), then the program with a
# Python of its own. Without: takes everything from the folder this script lies in, as
# `ita-excel addin bundle` prepared it.
#
# ติดตั้ง ita-excel และแท็บ ITA ใน Excel ให้ผู้ใช้คนปัจจุบัน ไม่ต้องใช้สิทธิ์ผู้ดูแลเครื่อง

$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
$here = $PSScriptRoot
$place = Join-Path $env:LOCALAPPDATA 'ita-excel'
$wheels = Join-Path $here 'wheels'
$offline = Test-Path $wheels

function Say([string]$thai, [string]$english) {
    Write-Host $thai
    Write-Host "  $english"
}

# A program's exit code does not stop PowerShell by itself.
function Run([string]$program, [string[]]$words) {
    & $program @words
    if ($LASTEXITCODE -ne 0) { throw "$program $words ($LASTEXITCODE)" }
}

function Find-Uv {
    $beside = Join-Path $here 'uv.exe'
    if (Test-Path $beside) {
        $kept = Join-Path $place 'uv.exe'
        Copy-Item -Force $beside $kept
        return $kept
    }
    $known = Get-Command uv -ErrorAction SilentlyContinue
    if ($known) { return $known.Source }
    if ($offline) { throw 'uv.exe' }
    $env:UV_INSTALL_DIR = $place
    $env:UV_NO_MODIFY_PATH = '1'
    Invoke-RestMethod https://astral.sh/uv/install.ps1 | Invoke-Expression
    return Join-Path $place 'uv.exe'
}

try {
    if (Get-Process EXCEL -ErrorAction SilentlyContinue) {
        Say 'โปรดบันทึกงานและปิดโปรแกรม Excel ทุกหน้าต่าง แล้วเริ่มใหม่' 'Save your work, close every window of Excel, and start again.'
        exit 4
    }
    New-Item -ItemType Directory -Force $place | Out-Null
    Say 'ขั้นที่ 1 จาก 3: เตรียมตัวติดตั้ง' 'Step 1 of 3: the installer'
    $uv = Find-Uv
    Say 'ขั้นที่ 2 จาก 3: ติดตั้งโปรแกรม (ใช้เวลาสักครู่)' 'Step 2 of 3: the program (takes a while)'
    if ($offline) {
        # The stick or share that this came on goes away again: Python must not run from it.
        $python = Join-Path $place 'python'
        if (Test-Path $python) { Remove-Item -Recurse -Force $python }
        Copy-Item -Recurse -Force (Join-Path $here 'python') $python
        Run $uv @('tool', 'install', '--force', '--offline', '--no-index', '--find-links', $wheels,
            '--python', (Join-Path $python 'python.exe'), 'ita-excel')
    } else {
        Run $uv @('tool', 'install', '--force', '--upgrade', '--python', '3.12', 'ita-excel')
    }
    $program = Join-Path (& $uv tool dir --bin) 'ita-excel.exe'
    & $uv tool update-shell
    Say 'ขั้นที่ 3 จาก 3: ติดตั้งแท็บ ITA ใน Excel' 'Step 3 of 3: the tab in Excel'
    Run $program @('addin', 'install')
    Say 'ติดตั้งเสร็จแล้ว' 'Done.'
} catch {
    Say "ติดตั้งไม่สำเร็จ: $_" 'Not installed. Nothing else on this computer was changed.'
    Say 'โปรดส่งข้อความข้างบนให้ผู้ดูแลระบบ' 'Please send the message above to your administrator.'
    exit 1
}
