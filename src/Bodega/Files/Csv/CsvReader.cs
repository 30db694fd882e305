using System.Text;

namespace Bodega.Files.Csv;

/// <summary>Reads delimited text row by row, as lenient as spreadsheets are, and bounded: a broken file cannot fill the memory.</summary>
/// <remarks>Quotes count only at the start of a cell; a stray one inside a cell is a character. Blank lines are no rows.
/// The package that we could use instead holds a record of any length before it can refuse it.</remarks>
public sealed class CsvReader(TextReader text, char delimiter)
{
    /// <summary>Characters that one row may have.</summary>
    public const int MostCharacters = 64 * 1024;

    /// <summary>Cells that one row may have.</summary>
    public const int MostCells = 256;

    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _cell = new();
    private int _next;
    private int _filled;

    private enum At
    {
        Start,
        Plain,
        Quoted,
        Closed,
    }

    /// <summary>The next row, or null at the end.</summary>
    /// <exception cref="InvalidDataException">A NUL, a quote that is never closed, or a row beyond the limits: no delimited text.</exception>
    public List<string>? Read()
    {
        while (ReadLine() is { } row)
            if (row.Count > 1 || row[0].Length > 0) return row;
        return null;
    }

    private List<string>? ReadLine()
    {
        if (Peek() < 0) return null;
        var row = new List<string>();
        var (at, length) = (At.Start, 0);
        while (true)
        {
            var next = Peek();
            if (next >= 0) _next++;
            if (next == 0 || ++length > MostCharacters) throw new InvalidDataException("No delimited text.");
            if (at == At.Quoted)
            {
                if (next < 0) throw new InvalidDataException("A quote is never closed.");
                if (next == '"') at = At.Closed;
                else _cell.Append((char)next);
            }
            else if (next is < 0 or '\n' or '\r')
            {
                if (next == '\r' && Peek() == '\n') _next++;
                EndCell(row);
                return row;
            }
            else if (next == delimiter)
            {
                EndCell(row);
                at = At.Start;
            }
            else if (next == '"' && (at is At.Start or At.Closed))
            {
                if (at == At.Closed) _cell.Append('"'); // a doubled quote
                at = At.Quoted;
            }
            else
            {
                _cell.Append((char)next);
                if (at == At.Start) at = At.Plain;
            }
        }
    }

    private void EndCell(List<string> row)
    {
        if (row.Count == MostCells) throw new InvalidDataException("Too many cells.");
        row.Add(_cell.ToString());
        _cell.Clear();
    }

    private int Peek()
    {
        if (_next == _filled) (_next, _filled) = (0, text.Read(_buffer));
        return _filled == 0 ? -1 : _buffer[_next];
    }
}
