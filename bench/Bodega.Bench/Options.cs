using System.Globalization;

namespace Bodega.Bench;

/// <summary>What one run is asked to do.</summary>
/// <param name="PostgreSql">Connection string; null = SQLite only.</param>
/// <param name="Server">Folder of a published server; null = the one built beside the bench.</param>
/// <param name="Time">Length of a round.</param>
/// <param name="Rounds">Rounds of each side; the middle one counts.</param>
/// <param name="Products">Size of the catalogue.</param>
/// <param name="WarmUp">Load before the first round.</param>
/// <param name="Lines">Sale lines on which Inventory's dashboard is measured; 0 = it is not.</param>
/// <param name="Only">One API: <c>stockmanager</c>, <c>inventory</c> or <c>ocha</c>; null = all.</param>
internal sealed record Options(string? PostgreSql, string? Server, TimeSpan Time, int Rounds, int Products, TimeSpan WarmUp, int Lines, string? Only)
{
    public static Options Read(string[] args)
    {
        string? Text(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        return new Options(
            Text("--postgres") ?? Environment.GetEnvironmentVariable("BODEGA_TEST_POSTGRES"),
            Text("--server"),
            TimeSpan.FromSeconds(Number("--seconds", 4)), Number("--rounds", 3), Number("--products", 1000), TimeSpan.FromSeconds(Number("--warm-up", 20)), Number("--lines", 0), Text("--only"));
    }
}
