"""Where workbooks are: files edited losslessly, the workbook open in Excel, the template."""
