using System.Collections.Immutable;

namespace Bodega.Catalog.Barcodes;

/// <summary>Code 128: text to symbols in the shortest mix of code sets A, B and C, and symbols to bars.</summary>
/// <remarks>Source: ISO/IEC 15417.</remarks>
internal static class Code128
{
    private const int Shift = 98;
    private const int Stop = 106;
    private const int Unreachable = int.MaxValue / 2;

    private static readonly CodeSet[] Sets = [CodeSet.B, CodeSet.C, CodeSet.A];

    private enum CodeSet { A, B, C }

    /// <summary>Whether a character has a place in Code 128: ASCII plainly, the rest of Latin-1 behind FNC4.</summary>
    public static bool CanHold(char character) => character <= 0xFF;

    /// <summary>The symbol values from start to stop, the checksum before the stop.</summary>
    /// <param name="text">At least one character, each of which <see cref="CanHold"/>.</param>
    public static IReadOnlyList<int> Symbols(string text)
    {
        var cost = CostsOf(text);
        var set = Sets.MinBy(candidate => cost[0, (int)candidate]);
        List<int> symbols = [StartOf(set)];
        for (var i = 0; i < text.Length;)
        {
            var step = Best(text, i, set, cost);
            symbols.AddRange(step.Symbols);
            set = step.Next;
            i += step.Taken;
        }

        symbols.Add(ChecksumOf(symbols));
        symbols.Add(Stop);
        return symbols;
    }

    /// <summary>The symbols' bar and space widths in modules.</summary>
    public static ImmutableArray<byte> Widths(IEnumerable<int> symbols) =>
        [.. symbols.SelectMany(symbol => Code128Table.Widths[symbol]).Select(width => (byte)(width - '0'))];

    private static int ChecksumOf(List<int> symbols) =>
        symbols.Select((symbol, i) => symbol * Math.Max(i, 1)).Sum() % 103;

    // cost[i, s]: symbols needed for text[i..] when set s is in force. Working from the end makes the
    // result the shortest there is, where the standard's own rules of thumb only come close.
    private static int[,] CostsOf(string text)
    {
        var cost = new int[text.Length + 1, Sets.Length];
        for (var i = text.Length - 1; i >= 0; i--)
        {
            // past a change of set comes a character, never another change: so these first
            foreach (var set in Sets) cost[i, (int)set] = Stay(text, i, set, cost).Cost;
            var best = Sets.Min(set => cost[i, (int)set]) + 1;
            foreach (var set in Sets) cost[i, (int)set] = Math.Min(cost[i, (int)set], best);
        }

        return cost;
    }

    private static Step Best(string text, int i, CodeSet set, int[,] cost)
    {
        var stay = Stay(text, i, set, cost);
        if (stay.Cost == cost[i, (int)set]) return stay;
        var next = Sets.First(other => other != set && Stay(text, i, other, cost).Cost + 1 == cost[i, (int)set]);
        return new Step(cost[i, (int)set], [ChangeTo(next)], next, 0);
    }

    private static Step Stay(string text, int i, CodeSet set, int[,] cost)
    {
        if (set == CodeSet.C)
        {
            return i + 1 < text.Length && char.IsAsciiDigit(text[i]) && char.IsAsciiDigit(text[i + 1])
                ? new Step(1 + cost[i + 2, (int)set], [(text[i] - '0') * 10 + text[i + 1] - '0'], set, 2)
                : new Step(Unreachable, [], set, 0);
        }

        var other = set == CodeSet.A ? CodeSet.B : CodeSet.A;
        var low = (char)(text[i] & 0x7F);
        int[] symbols = ValueOf(low, set) is { } value ? [value]
            : [Shift, ValueOf(low, other) ?? throw new ArgumentException("No code set holds the character.", nameof(text))];
        // scanners disagree on a shift behind FNC4, so such a character waits for its own set
        if (text[i] > 0x7F)
            symbols = symbols.Length == 1 ? [Fnc4Of(set), symbols[0]] : [];
        return symbols.Length == 0
            ? new Step(Unreachable, [], set, 0)
            : new Step(symbols.Length + cost[i + 1, (int)set], symbols, set, 1);
    }

    private static int? ValueOf(char ascii, CodeSet set) => (set, ascii) switch
    {
        (CodeSet.A, < ' ') => ascii + 64,
        (CodeSet.A, < '`') => ascii - ' ',
        (CodeSet.B, >= ' ') => ascii - ' ',
        _ => null,
    };

    private static int StartOf(CodeSet set) => 103 + (int)set;

    private static int ChangeTo(CodeSet set) => 101 - (int)set;

    // in set A the symbol that would change to A means FNC4, and likewise in B
    private static int Fnc4Of(CodeSet set) => ChangeTo(set);

    private readonly record struct Step(int Cost, int[] Symbols, CodeSet Next, int Taken);
}
