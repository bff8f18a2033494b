"""The texts in `macros/` that say the buttons again: the ribbon's XML and a macro a button."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from ita_excel.jobs.wishes import BUTTONS, GROUPS, Button, identifier

_NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"  # Excel 2010 and later


def written() -> dict[str, str]:
    """Return the files of `macros/` that are made from the list of buttons, by name."""
    return {
        "customUI14.xml": _ribbon(),
        "ItaRibbon.bas": _module(
            "ItaRibbon",
            "' Callbacks of the ribbon tab (customUI14.xml), one a button.\n",
            "Public Sub Ribbon{name}(ByVal Control As IRibbonControl)",
        ),
        "ItaSheet.bas": _module(
            "ItaSheet",
            "' What the buttons on the sheet of an .xlsm run: the same presses, for offices that can't "
            "install\n' the add-in.\n",
            "Public Sub Sheet{name}()",
        ),
    }


def _module(name: str, comment: str, head: str) -> str:
    subs = (
        f'{head.format(name=identifier(button))}\n    Press "{button}"\nEnd Sub\n'
        for button in BUTTONS
    )
    return "\n".join([f'Attribute VB_Name = "{name}"\nOption Explicit\n', comment, *subs])


def _ribbon() -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f'<customUI xmlns="{_NAMESPACE}">',
        "  <ribbon>",
        "    <tabs>",
        '      <tab id="itaTab" label="ITA" keytip="IT" insertAfterMso="TabReview">',
    ]
    for group, (label, icon, buttons) in GROUPS.items():
        lines.append(
            f'        <group id="itaGroup{group}" label={quoteattr(label.th)} imageMso="{icon}">'
        )
        lines += [_element(name, button) for name, button in buttons.items()]
        lines.append("        </group>")
    lines += ["      </tab>", "    </tabs>", "  </ribbon>", "</customUI>", ""]
    return "\n".join(lines)


def _element(name: str, button: Button) -> str:
    size = ' size="large"' if button.large else ""
    return (
        f'          <button id="ita{identifier(name)}" label={quoteattr(button.label.th)}{size} '
        f'imageMso="{button.icon}" keytip="{button.key}" onAction="Ribbon{identifier(name)}"\n'
        f"            screentip={quoteattr(button.tip)}\n"
        f"            supertip={quoteattr(button.more)}/>"
    )
