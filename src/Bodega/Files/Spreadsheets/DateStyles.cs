using System.Globalization;

namespace Bodega.Files.Spreadsheets;

/// <summary>Which cell formats of a workbook show numbers as dates or times.</summary>
internal sealed class DateStyles
{
    private readonly List<int> _formats = [];
    private readonly Dictionary<int, bool> _own = [];

    /// <summary>Reads the part of styles to its end.</summary>
    public static DateStyles Read(PartReader part)
    {
        var styles = new DateStyles();
        var root = part.Root("styleSheet");
        while (part.MoveToChildOf(root))
        {
            var list = part.Here;
            if (part.Is("numFmts"))
                while (part.MoveToChildOf(list))
                    styles._own[Number(part, "numFmtId")] = NumberFormat.IsDate(part.Attribute("formatCode"));
            else if (part.Is("cellXfs"))
                while (part.MoveToChildOf(list))
                    styles._formats.Add(Number(part, "numFmtId"));
            if (styles._own.Count > SheetLimits.Styles || styles._formats.Count > SheetLimits.Styles)
                throw new InvalidDataException("The workbook has too many formats.");
        }

        return styles;
    }

    /// <summary>Does a cell of this format show a date or a time? One that the workbook does not know shows the number.</summary>
    public bool IsDate(int cellFormat) =>
        cellFormat < _formats.Count && (_own.TryGetValue(_formats[cellFormat], out var isDate) ? isDate : NumberFormat.IsDate(_formats[cellFormat]));

    private static int Number(PartReader part, string attribute) => part.Attribute(attribute) is not { } text ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidDataException("A format has no number.");
}
