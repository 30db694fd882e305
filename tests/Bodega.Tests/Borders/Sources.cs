namespace Bodega.Tests.Borders;

/// <summary>The checked-out sources.</summary>
internal static class Sources
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Bodega.slnx")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Bodega.slnx is not above the tests."));
}
