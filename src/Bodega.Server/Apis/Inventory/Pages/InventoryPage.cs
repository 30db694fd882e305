using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Bodega.Server.Apis.Inventory.Pages;

/// <summary>A page of this surface: Spanish, no script, its style in itself, not for search engines.</summary>
/// <param name="Title">Plain text.</param>
/// <param name="Body">HTML; every value in it has gone through <see cref="Encode"/>.</param>
internal sealed record InventoryPage(string Title, string Body)
{
    private const string Style = """
        :root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;min-height:100vh;place-items:center}
        main{max-width:26rem;width:calc(100% - 2rem);padding:1.5rem;border:1px solid #8884;border-radius:.75rem}h1{font-size:1.4rem;margin:.25rem 0 1rem}
        label{display:block;margin:.75rem 0}input{display:block;width:100%;box-sizing:border-box;padding:.5rem;font:inherit;border:1px solid #888;border-radius:.4rem}
        button{font:inherit;padding:.5rem 1rem;border:0;border-radius:.4rem;background:#0f2449;color:#fff;cursor:pointer}a{color:#2563eb}
        .note{padding:.5rem .75rem;border-radius:.4rem;background:#16a34a22}.bad{background:#dc262622}.else{display:flex;gap:1rem;flex-wrap:wrap;margin-top:1rem}
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.GeneralPunctuation);
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public int Status { get; init; } = 200;

    /// <summary>What must not be overlooked: shown first and read out.</summary>
    public string? Note { get; init; }

    /// <summary>True when <see cref="Note"/> tells of a failure.</summary>
    public bool IsBad { get; init; }

    /// <summary>Plain text as HTML, in elements and in quoted attributes.</summary>
    public static string Encode(string? text) => Encoder.Encode(text ?? "");

    /// <summary>The page as an answer.</summary>
    public IResult For(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin"; // addresses hold tokens
        headers.CacheControl = "no-store";
        return TypedResults.Text(Render(), "text/html; charset=utf-8", Encoding.UTF8, Status);
    }

    private string Render() => $"""
        <!doctype html>
        <html lang="es">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <title>{Encode(Title)} · Sistema de Inventario</title>
        <link rel="icon" href="data:,">
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>{Encode(Title)}</h1>
        {(Note is null ? "" : $"<p class=\"note{(IsBad ? " bad" : "")}\" role=\"{(IsBad ? "alert" : "status")}\">{Encode(Note)}</p>")}
        {Body}
        </main>
        </body>
        </html>
        """;
}

/// <summary>What somebody sees who is signed in but may not come in.</summary>
internal static class RefusedPage
{
    public static IResult Render(HttpContext http) =>
        new InventoryPage("Acceso Restringido", "<p>Tu cuenta no tiene acceso a esta aplicación.</p><form method=\"post\" action=\"/auth/sign-out\"><button>Cerrar sesión</button></form>") { Status = 403 }.For(http);
}

/// <summary>A page that is not there.</summary>
internal static class NotFoundPage
{
    public static IResult Render(HttpContext http) => new InventoryPage("No encontrado", "<p>Esta página no existe.</p><p><a href=\"/\">Inicio</a></p>") { Status = 404 }.For(http);
}
