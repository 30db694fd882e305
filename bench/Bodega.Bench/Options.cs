using System.Globalization;

namespace Bodega.Bench;

/// <summary>What one run is asked to do.</summary>
internal sealed record Options(string? PostgreSql, TimeSpan Time, int Rounds, int Products, TimeSpan WarmUp)
{
    public static Options Read(string[] args)
    {
        string? Text(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        return new Options(
            Text("--postgres") ?? Environment.GetEnvironmentVariable("BODEGA_TEST_POSTGRES"),
            TimeSpan.FromSeconds(Number("--seconds", 4)), Number("--rounds", 3), Number("--products", 1000), TimeSpan.FromSeconds(Number("--warm-up", 20)));
    }
}
