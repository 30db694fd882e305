using System.Globalization;
using System.Text;

namespace Bodega.Files.Spreadsheets;

/// <summary>The texts that cells refer to by number, kept as UTF-8 in a few large pages.</summary>
internal sealed class SharedStrings
{
    private const int PageBytes = 1 << PageBits;
    private const int PageBits = 18; // more than twice the longest text

    private readonly List<byte[]> _pages = [];
    private readonly List<(int Start, int Length)> _texts = [];
    private int _used;
    private long _given;

    /// <summary>Reads the part to its end.</summary>
    public static SharedStrings Read(PartReader part)
    {
        var strings = new SharedStrings();
        var root = part.Root("sst");
        while (part.MoveToChildOf(root))
            if (part.Is("si")) strings.Add(part.StringItem());
        return strings;
    }

    /// <summary>The text that a cell refers to.</summary>
    /// <exception cref="InvalidDataException">There is none of that number.</exception>
    /// <remarks>What is given out is bounded as well: a cell of thirty bytes may ask for the longest text.</remarks>
    public string At(string number)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= _texts.Count)
            throw new InvalidDataException("A cell refers to a text that is not there.");
        var (start, length) = _texts[index];
        if ((_given += length) > SheetLimits.GivenTextBytes) throw new InvalidDataException("The sheet repeats too much text.");
        return length == 0 ? "" : Encoding.UTF8.GetString(_pages[start >> PageBits].AsSpan(start & (PageBytes - 1), length));
    }

    private void Add(string text)
    {
        if (_texts.Count == SheetLimits.SharedStrings) throw new InvalidDataException("The workbook has too many texts.");
        var length = Encoding.UTF8.GetByteCount(text);
        if (_pages.Count == 0 || _used + length > PageBytes)
        {
            _pages.Add(GC.AllocateUninitializedArray<byte>(PageBytes));
            _used = 0;
        }

        _texts.Add((((_pages.Count - 1) << PageBits) + _used, length));
        _used += Encoding.UTF8.GetBytes(text, _pages[^1].AsSpan(_used));
    }
}
