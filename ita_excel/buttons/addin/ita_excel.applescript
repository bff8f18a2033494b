-- Starts Python for a button of the ITA tab. Excel for Mac lets macros run scripts only from
-- ~/Library/Application Scripts/com.microsoft.Excel, where `ita-excel addin install` puts this one.
-- It takes the place of the script that comes with xlwings (BSD 3-clause, Copyright (C)
-- 2014-present, Zoomer Analytics LLC; licence in macros/xlwings.bas), takes the same parameter,
-- and quotes every part, so that no name of a file can become a command.

on VbaHandler(ParameterString)
	set {IgnoredPath, PythonInterpreter, PythonCommand, WorkbookName, ApplicationFullName, LogFile} to SplitString(ParameterString, "|")
	set SourceText to "import xlwings.utils; " & PythonCommand
	set ShellCommand to quoted form of PythonInterpreter & " -B -u -W ignore -c " & quoted form of SourceText & " " & quoted form of ("--wb=" & WorkbookName) & " --from_xl=1 " & quoted form of ("--app=" & ApplicationFullName) & " > /dev/null 2> " & quoted form of LogFile & " &"
	try
		return do shell script ShellCommand
	on error
		return 1
	end try
end VbaHandler

on SplitString(TheText, Separator)
	set OldDelimiters to text item delimiters of AppleScript
	set text item delimiters of AppleScript to Separator
	set TheItems to text items of TheText
	set text item delimiters of AppleScript to OldDelimiters
	return TheItems
end SplitString
