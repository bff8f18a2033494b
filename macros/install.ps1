# Installs ita-excel and its tab in Excel for the person who is logged in. Needs no administrator.
#
# Takes everything from the folder it lies in, as `ita-excel addin bundle` prepared it, and nothing from
# anywhere else: each file is compared with its hash before it is used, and uv may ask no network.
# Ends with 0, or 3 where the folder is incomplete or damaged, 4 where something can't be written,
# 5 where this computer can't run it.
#
# ติดตั้ง ita-excel และแท็บ ITA ใน Excel ให้ผู้ใช้คนปัจจุบัน ไม่ต้องใช้สิทธิ์ผู้ดูแลเครื่องและไม่ต้องใช้อินเทอร์เน็ต

$ErrorActionPreference = 'Stop'
# Where an organisation locks PowerShell down, types like these may not be touched.
try { [Console]::OutputEncoding = [System.Text.Encoding]::UTF8 } catch { }
$here = $PSScriptRoot
$place = Join-Path $env:LOCALAPPDATA 'ita-excel'
$wheels = Join-Path $here 'wheels'
$list = Join-Path $here 'requirements.txt'
$hashes = Join-Path $here 'hashes.txt'

function Say([string]$thai, [string]$english) {
    Write-Host $thai
    Write-Host "  $english"
}

# A program's exit code does not stop PowerShell by itself.
function Run([string]$program, [string[]]$words) {
    & $program @words
    if ($LASTEXITCODE -ne 0) { throw "$program $words ($LASTEXITCODE)" }
}

# The name of the first file that is missing or isn't what was put in; nothing where all is well.
function Find-Fault {
    foreach ($path in @($hashes, $list, $wheels)) {
        if (-not (Test-Path -LiteralPath $path)) { return Split-Path -Leaf $path }
    }
    foreach ($line in (Get-Content -LiteralPath $hashes)) {
        $hash, $name = $line -split '  ', 2
        $path = Join-Path $here $name
        if (-not (Test-Path -LiteralPath $path)) { return $name }
        $found = (Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash
        if ($found -ne $hash) { return $name }
    }
}

if ($env:PROCESSOR_ARCHITECTURE -eq 'x86' -and -not $env:PROCESSOR_ARCHITEW6432) {
    Say 'ชุดติดตั้งนี้ใช้ได้กับ Windows 64 บิตเท่านั้น ยังไม่ได้ติดตั้งอะไร โปรดแจ้งผู้ดูแลระบบ' 'This is for 64-bit Windows only. Nothing was installed; please ask your administrator.'
    exit 5
}
if (Get-Process EXCEL -ErrorAction SilentlyContinue) {
    Say 'โปรดบันทึกงานและปิดโปรแกรม Excel ทุกหน้าต่าง แล้วดับเบิลคลิก install.cmd อีกครั้ง' 'Save your work, close every window of Excel, and double-click install.cmd again.'
    exit 4
}
Say 'ขั้นที่ 1 จาก 3: ตรวจชุดติดตั้ง' 'Step 1 of 3: the files to install'
$fault = Find-Fault
if ($fault) {
    Say "ชุดติดตั้งไม่ครบหรือเสียหาย: $fault ยังไม่ได้ติดตั้งอะไร โปรดคัดลอกชุดติดตั้งมาใหม่ทั้งโฟลเดอร์ (ถ้าได้มาเป็นไฟล์ zip ให้แตกไฟล์ทั้งหมดก่อน)" "The folder is incomplete or damaged: $fault. Nothing was installed. Copy the whole folder again (extract a zip file first)."
    exit 3
}

# Beside what is there, so that a failure leaves the earlier version whole.
$new = Join-Path $place ('program-' + (Get-Date -Format 'yyyyMMddHHmmss'))
try {
    Say 'ขั้นที่ 2 จาก 3: ติดตั้งโปรแกรม (ใช้เวลาสักครู่)' 'Step 2 of 3: the program (takes a while)'
    New-Item -ItemType Directory -Force $new | Out-Null
    # The stick or share that this came on goes away again: nothing may run from it.
    Copy-Item -LiteralPath (Join-Path $here 'uv.exe') $new
    Copy-Item -Recurse -LiteralPath (Join-Path $here 'python') $new
    # What this computer's own settings of uv say (an index, a mirror) doesn't count here.
    Get-ChildItem env: | Where-Object { $_.Name -like 'UV_*' } | ForEach-Object { Remove-Item -LiteralPath "env:$($_.Name)" }
    $uv = Join-Path $new 'uv.exe'
    $environment = Join-Path $new 'env'
    Run $uv @('venv', '--offline', '--no-config', '--no-cache', '--python', (Join-Path $new 'python\python.exe'), $environment)
    $python = Join-Path $environment 'Scripts\python.exe'
    Run $uv @('pip', 'install', '--offline', '--no-config', '--no-cache', '--no-index', '--no-build', '--find-links', $wheels, '--require-hashes', '--python', $python, '--requirements', $list)
    $program = Join-Path $environment 'Scripts\ita-excel.exe'
    Run $program @('--version')
    Say 'ขั้นที่ 3 จาก 3: ติดตั้งแท็บ ITA ใน Excel' 'Step 3 of 3: the tab in Excel'
    Run $program @('addin', 'install')
} catch {
    Remove-Item -Recurse -Force -LiteralPath $new -ErrorAction SilentlyContinue
    Say "ติดตั้งไม่สำเร็จ: $_" 'Not installed. What was there before was left as it was.'
    Say 'โปรดส่งข้อความข้างบนให้ผู้ดูแลระบบ' 'Please send the message above to your administrator.'
    exit 4
}

# The rest is convenience: it works without. The command for the terminal, and room on the disk.
try {
    $bin = Join-Path $place 'bin'
    New-Item -ItemType Directory -Force $bin | Out-Null
    Copy-Item -Force -LiteralPath $program $bin
    $env:UV_TOOL_BIN_DIR = $bin
    & $uv tool update-shell --no-config
    Get-ChildItem -LiteralPath $place -Directory -Filter 'program-*' | Where-Object { $_.FullName -ne $new } | Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
} catch {
    Say "หมายเหตุ: $_" 'A note only: the program is installed.'
}
Say 'ติดตั้งเสร็จแล้ว เปิด Excel แล้วจะเห็นแท็บ ITA' 'Done. Start Excel: there is a tab ITA.'
exit 0
