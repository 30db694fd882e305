using System.Security.Cryptography;

namespace Bodega.Server.Apis.StockManager.Pages;

/// <summary>The pages' one stylesheet. Its address holds its hash, so browsers keep it for good and never keep an old one.</summary>
internal static class Stylesheet
{
    private static readonly byte[] Content = Read();

    public static string Path { get; } = $"/assets/pages-{Convert.ToHexStringLower(SHA256.HashData(Content))[..12]}.css";

    public static IResult Serve(HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(Content, "text/css; charset=utf-8");
    }

    private static byte[] Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("Bodega.Server.Apis.StockManager.Pages.pages.css")!; // embedded by the project file
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
