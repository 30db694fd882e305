using System.Globalization;

namespace Bodega.Files.Spreadsheets;

/// <summary>Gathers the styles that cells use, each once, and writes them as the part of styles.</summary>
internal sealed class StyleSheet
{
    // Excel takes the first two fills for its own, whatever they say.
    private const string OwnFills = """<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>""";
    private const int FirstOwnNumberFormat = 164;

    private readonly Dictionary<CellStyle, int> _styles = [];
    private CellStyle _last = CellStyle.Plain;
    private int _lastNumber;

    public StyleSheet() => _styles.Add(CellStyle.Plain, 0);

    /// <summary>The number by which cells name a style; 0 is the plain one.</summary>
    /// <exception cref="ArgumentException">A colour, font or format that no spreadsheet would take.</exception>
    /// <exception cref="InvalidOperationException">More different styles than a workbook can hold.</exception>
    public int NumberOf(CellStyle? style)
    {
        if (style is null) return 0;
        if (ReferenceEquals(style, _last)) return _lastNumber;
        if (!_styles.TryGetValue(style, out var number))
        {
            Check(style);
            if (_styles.Count == SheetLimits.Styles) throw new InvalidOperationException("A workbook cannot hold more styles.");
            _styles.Add(style, number = _styles.Count);
        }

        (_last, _lastNumber) = (style, number);
        return number;
    }

    public void Write(TextWriter xml)
    {
        var fonts = new Parts();
        var fills = new Parts();
        var formats = new Parts();
        var cells = string.Concat(_styles.OrderBy(style => style.Value).Select(style => CellFormat(
            style.Key,
            fonts.NumberOf(Font(style.Key)),
            style.Key.FillColor is { } fill ? 2 + fills.NumberOf($"""<fill><patternFill patternType="solid"><fgColor rgb="FF{fill}"/><bgColor indexed="64"/></patternFill></fill>""") : 0,
            style.Key.NumberFormat is { } format ? FirstOwnNumberFormat + formats.NumberOf(format) : 0)));
        xml.Write($"""{WorkbookWriter.Declaration}<styleSheet xmlns="{PartNames.Main}">""");
        if (formats.Count > 0) xml.Write($"""<numFmts count="{formats.Count}">""");
        for (var i = 0; i < formats.Count; i++)
        {
            xml.Write($"<numFmt numFmtId=\"{FirstOwnNumberFormat + i}\" formatCode=\"");
            SheetText.WriteMarkup(xml, formats[i]);
            xml.Write("\"/>");
        }

        if (formats.Count > 0) xml.Write("</numFmts>");
        xml.Write($"""<fonts count="{fonts.Count}">{fonts}</fonts><fills count="{2 + fills.Count}">{OwnFills}{fills}</fills>""");
        xml.Write("""<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>""");
        xml.Write("""<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>""");
        xml.Write($"""<cellXfs count="{_styles.Count}">{cells}</cellXfs>""");
        xml.Write("""<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""");
    }

    private static void Check(CellStyle style)
    {
        if (!IsColor(style.TextColor) || !IsColor(style.FillColor)) throw new ArgumentException("A colour is six hexadecimal digits.", nameof(style));
        if (style.FontSize is not (>= 1 and <= 409)) throw new ArgumentException("A font has 1 to 409 points.", nameof(style));
        if (style.FontName.Length is 0 or > 31) throw new ArgumentException("The name of a font has 1 to 31 characters.", nameof(style));
        if (style.NumberFormat?.Length is 0 or > 255) throw new ArgumentException("A number format has 1 to 255 characters.", nameof(style));
    }

    private static bool IsColor(string? color) => color is null || (color.Length == 6 && color.All(char.IsAsciiHexDigit));

    private static string Font(CellStyle style)
    {
        using var xml = new StringWriter(CultureInfo.InvariantCulture);
        xml.Write("<font>");
        if (style.Bold) xml.Write("<b/>");
        if (style.Italic) xml.Write("<i/>");
        xml.Write(string.Create(CultureInfo.InvariantCulture, $"""<sz val="{style.FontSize:0.##}"/>"""));
        if (style.TextColor is { } color) xml.Write($"""<color rgb="FF{color}"/>""");
        xml.Write("<name val=\"");
        SheetText.WriteMarkup(xml, style.FontName);
        xml.Write("\"/></font>");
        return xml.ToString();
    }

    private static string CellFormat(CellStyle style, int font, int fill, int format)
    {
        var applied = (format > 0 ? " applyNumberFormat=\"1\"" : "") + (font > 0 ? " applyFont=\"1\"" : "") + (fill > 0 ? " applyFill=\"1\"" : "");
        var start = $"""<xf numFmtId="{format}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"{applied}""";
        return style.Alignment == CellAlignment.General ? start + "/>"
            : $"""{start} applyAlignment="1"><alignment horizontal="{style.Alignment.ToString().ToLowerInvariant()}"/></xf>""";
    }

    /// <summary>Texts numbered in the order they came, each once.</summary>
    private sealed class Parts
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly List<string> _texts = [];

        public int Count => _texts.Count;

        public string this[int number] => _texts[number];

        public int NumberOf(string text)
        {
            if (_numbers.TryAdd(text, _texts.Count)) _texts.Add(text);
            return _numbers[text];
        }

        public override string ToString() => string.Concat(_texts);
    }
}
