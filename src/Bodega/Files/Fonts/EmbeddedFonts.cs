namespace Bodega.Files.Fonts;

/// <summary>The fonts that come with the program, read at first use.</summary>
/// <remarks>Liberation Sans has the widths of Helvetica; its licence lies beside the files.</remarks>
internal static class EmbeddedFonts
{
    private static readonly Lazy<TrueTypeFont> RegularFont = new(() => Load("LiberationSans-Regular.ttf"));
    private static readonly Lazy<TrueTypeFont> BoldFont = new(() => Load("LiberationSans-Bold.ttf"));

    public static TrueTypeFont Regular => RegularFont.Value;

    public static TrueTypeFont Bold => BoldFont.Value;

    private static TrueTypeFont Load(string name)
    {
        using var resource = typeof(EmbeddedFonts).Assembly.GetManifestResourceStream($"Bodega.Files.Fonts.{name}")
            ?? throw new InvalidOperationException($"The font {name} was not built into the program.");
        var file = new byte[resource.Length];
        resource.ReadExactly(file);
        return new TrueTypeFont(file);
    }
}
