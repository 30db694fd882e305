using System.Text;
using System.Xml;

namespace Bodega.Files.Spreadsheets;

/// <summary>Reads the XML of one part forwards, holding no more than one token: no DTD, and bounds on depth, names and token length.</summary>
internal sealed class PartReader : IDisposable
{
    // Each UTF-16 unit may be spelled _xHHHH_.
    private const int MostRawText = SheetLimits.Text * 7;

    private readonly InflatedStream _bytes;
    private readonly XmlReader _xml;
    private readonly StringBuilder _text = new();
    private readonly char[] _piece = new char[1024];

    public PartReader(InflatedStream bytes)
    {
        _bytes = bytes;
        _xml = XmlReader.Create(bytes, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
            NameTable = new BoundedNames(),
        });
    }

    /// <summary>An element whose children are asked for.</summary>
    public readonly record struct Parent(int Depth, bool IsEmpty);

    /// <summary>The element that the reader stands on.</summary>
    public Parent Here => new(_xml.Depth, _xml.IsEmptyElement);

    /// <summary>Its name, without prefix.</summary>
    public string Name => _xml.LocalName;

    /// <summary>Moves to the root element.</summary>
    public Parent Root(string name)
    {
        while (Read())
            if (_xml.NodeType == XmlNodeType.Element)
                return Is(name) ? Here : throw new InvalidDataException($"The root is {Shown(Name)}, not {name}.");
        throw new InvalidDataException("A part has no root.");
    }

    /// <summary>Moves to the next child element, over whatever is left of the one before; false at the end of the parent.</summary>
    public bool MoveToChildOf(Parent parent)
    {
        if (parent.IsEmpty) return false;
        while (Read())
        {
            if (_xml.NodeType == XmlNodeType.Element && _xml.Depth == parent.Depth + 1) return true;
            if (_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == parent.Depth) return false;
        }

        throw new InvalidDataException("A part ends too early.");
    }

    /// <summary>Is it this element of a spreadsheet, or of a list of relationships?</summary>
    public bool Is(string name) => _xml.LocalName == name && _xml.NamespaceURI is PartNames.Main or PartNames.StrictMain or PartNames.PackageRelationships;

    /// <summary>An attribute without prefix.</summary>
    public string? Attribute(string name) => _xml.GetAttribute(name);

    /// <summary>The attribute by which an element names a relationship.</summary>
    public string? RelationshipId => _xml.GetAttribute("id", PartNames.OfficeRelationships) ?? _xml.GetAttribute("id", PartNames.StrictOfficeRelationships);

    /// <summary>The text of the element, its children's left out.</summary>
    /// <exception cref="InvalidDataException">It is longer than any cell could be.</exception>
    public string Text()
    {
        _text.Clear();
        AppendText();
        return _text.ToString();
    }

    /// <summary>The text of a string item: one text, or runs of rich text; how it is pronounced is left out.</summary>
    /// <exception cref="InvalidDataException">It is longer than any cell could be.</exception>
    public string StringItem()
    {
        var item = Here;
        _text.Clear();
        while (MoveToChildOf(item))
        {
            if (Is("t")) AppendText();
            else if (Is("r"))
            {
                var run = Here;
                while (MoveToChildOf(run))
                    if (Is("t")) AppendText();
            }
        }

        return Unescaped(_text.ToString());
    }

    /// <summary>A text as it was meant, at most as long as a cell may hold.</summary>
    public static string Unescaped(string raw)
    {
        var text = SheetText.Unescape(raw);
        return text.Length <= SheetLimits.Text ? text : throw TooLong();
    }

    public void Dispose() => _xml.Dispose();

    /// <summary>What a message may show of a foreign name.</summary>
    private static string Shown(string name) => name.Length <= 40 ? name : name[..40];

    private static InvalidDataException TooLong() => new("A cell holds too much text.");

    private bool Read()
    {
        _bytes.BeginStep();
        if (!_xml.Read()) return false;
        return _xml.Depth <= SheetLimits.Depth ? true : throw new InvalidDataException("The XML is too deep.");
    }

    private void AppendText()
    {
        var element = Here;
        if (element.IsEmpty) return;
        while (Read() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == element.Depth))
        {
            if (_xml.Depth != element.Depth + 1
                || _xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
                continue;
            while (ReadPiece() is > 0 and var length)
            {
                if (_text.Length + length > MostRawText) throw TooLong();
                _text.Append(_piece, 0, length);
            }
        }
    }

    private int ReadPiece()
    {
        _bytes.BeginStep();
        return _xml.ReadValueChunk(_piece, 0, _piece.Length);
    }

    // A reader keeps each different name for good.
    private sealed class BoundedNames : NameTable
    {
        private int _left = SheetLimits.Names;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

        public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

        private string Counted(string name) => --_left >= 0 ? name : throw new InvalidDataException("A part has too many different names.");
    }
}
