using System.Text;

namespace Bodega.Catalog.Lists;

/// <summary>Reads the delimited text of product lists, in the dialect that the Inventory API's clients write (trade contract §6.1, §20).</summary>
/// <remarks>It is more lenient than <see cref="Files.Csv.CsvReader"/>: quotes that are never closed end with their line, and whole lines
/// may be wrapped in quotes. A line break inside quotes counts as text only where the quotes are closed properly further down.</remarks>
internal sealed class ListText(TextReader text) : IDisposable
{
    private const int MostCharacters = 64 * 1024;
    private const int MostLines = 50;
    private const int MostVainSearches = 100;

    private readonly Queue<string> _ahead = new();
    private int _vainSearches;
    private bool _hasBegun;
    private readonly char[] _buffer = new char[16 * 1024];
    private int _next;
    private int _filled;

    /// <summary>The cells of the next line that is not blank, without blanks around them; null at the end.</summary>
    /// <param name="mayBeWrapped">True for a line that may stand in quotes as a whole.</param>
    public List<string>? Read(bool mayBeWrapped)
    {
        while (NextLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var (cells, isOpen) = Split(line);
            if (isOpen) cells = Joined(line) ?? cells;
            // Only a line that has no cells of its own is taken out of its quotes: others may begin and end with quoted cells.
            if (mayBeWrapped && cells.Count == 1 && line.Contains("\"\"", StringComparison.Ordinal) && line.Trim() is ['"', _, .., '"'] and var wrapped)
                cells = Split(wrapped[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)).Cells;
            return cells;
        }
        return null;
    }

    public void Dispose() => text.Dispose();

    // The line and those after it, up to where the open quote is closed; null where it never is, and then the lines after it are lines of their own.
    private List<string>? Joined(string line)
    {
        if (_vainSearches == MostVainSearches) return null;
        var (whole, lines) = (new StringBuilder(line), new List<string>());
        // What was looked at before comes first.
        var known = new Queue<string>(_ahead);
        while (lines.Count < MostLines && whole.Length < MostCharacters && (known.TryDequeue(out var next) ? next : ReadLine()) is { } following)
        {
            lines.Add(following);
            whole.Append('\n').Append(following);
            if (!following.Contains('"', StringComparison.Ordinal)) continue;
            var (cells, isOpen) = Split(whole.ToString(), strictly: true);
            if (isOpen) continue;
            if (cells.Count == 0) break; // closed in the middle of a text
            PutBack(lines.Count, []);
            return cells;
        }
        _vainSearches++;
        PutBack(0, lines);
        return null;
    }

    // Lines that were looked at stay ahead, but for those that were used.
    private void PutBack(int used, List<string> lines)
    {
        if (used > 0)
        {
            for (var i = 0; i < used && _ahead.Count > 0; i++) _ahead.Dequeue();
            return;
        }
        foreach (var line in lines.Skip(_ahead.Count)) _ahead.Enqueue(line);
    }

    // Strictly: nothing but blanks may stand between a closing quote and the comma; otherwise no cells at all.
    private static (List<string> Cells, bool IsOpen) Split(string line, bool strictly = false)
    {
        var (cells, cell) = (new List<string>(), new StringBuilder());
        var (isOpen, isClosed) = (false, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !isOpen))
            {
                if (cells.Count <= ProductList.MostColumns) cells.Add(Unwrapped(cell.ToString().Trim()));
                cell.Clear();
                isClosed = false;
            }
            else if (isOpen)
            {
                if (line[i] != '"') cell.Append(line[i]);
                else if (i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[i++]);
                else (isOpen, isClosed) = (false, true);
            }
            else if (line[i] == '"' && cell.Length == 0 && !isClosed) isOpen = true;
            else if (strictly && isClosed && !char.IsWhiteSpace(line[i])) return ([], false);
            else cell.Append(line[i]);
        }
        return (cells, isOpen);
    }

    private static string Unwrapped(string cell) => cell is ['"', .., '"'] ? cell[1..^1].Trim() : cell;

    private string? NextLine() => _ahead.TryDequeue(out var line) ? line : ReadLine();

    private string? ReadLine()
    {
        var line = new StringBuilder();
        var isLine = false;
        while (Peek() is var next and >= 0)
        {
            isLine = true;
            var end = Array.IndexOf(_buffer, '\n', _next, _filled - _next);
            var (from, to) = (_next, end < 0 ? _filled : end);
            line.Append(_buffer, from, to - from);
            _next = end < 0 ? to : to + 1;
            if (line.Length > 16 * MostCharacters) throw new InvalidDataException("A line is too long.");
            if (end >= 0) break;
        }
        if (!isLine) return null;
        if (line.Length > 0 && line[^1] == '\r') line.Length--;
        var begin = !_hasBegun && line.Length > 0 && line[0] == '\uFEFF' ? 1 : 0;
        _hasBegun = true;
        var read = line.ToString(begin, line.Length - begin);
        return read.Contains('\0', StringComparison.Ordinal) ? throw new InvalidDataException("No delimited text.") : read;
    }

    private int Peek()
    {
        if (_next == _filled)
            try
            {
                (_next, _filled) = (0, text.Read(_buffer));
            }
            catch (DecoderFallbackException exception)
            {
                throw new InvalidDataException("The text is not in UTF-8.", exception);
            }
        return _filled == 0 ? -1 : _buffer[_next];
    }
}
