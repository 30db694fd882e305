using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Bodega.Server.Apis.StockManager.Pages;

/// <summary>A page of this surface: Spanish, no script, one stylesheet, nothing from elsewhere.</summary>
/// <param name="Title">Plain text.</param>
/// <param name="Body">HTML; every value in it has gone through <see cref="Encode"/>.</param>
internal sealed record HtmlPage(string Title, string Body)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.GeneralPunctuation);

    /// <summary>True for the pages before sign-in: one card, no navigation.</summary>
    public bool IsDoor { get; init; }

    /// <summary>What must not be overlooked: shown first and read out.</summary>
    public IReadOnlyList<FlashNote> Notes { get; init; } = [];

    public int Status { get; init; } = 200;

    /// <summary>Plain text as HTML, in elements and in quoted attributes.</summary>
    public static string Encode(string? text) => Encoder.Encode(text ?? "");

    /// <summary>The page as an answer; notes left for this client come with it.</summary>
    public IResult For(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return TypedResults.Text(Render([.. Flash.Take(http), .. Notes], http.Features.Get<StockCaller>(), http.Request.Path), "text/html; charset=utf-8", Encoding.UTF8, Status);
    }

    private string Render(IReadOnlyList<FlashNote> notes, StockCaller? caller, string path)
    {
        var said = string.Concat(notes.Select(note => $"<p class=\"note{(note.IsError ? " bad" : "")}\" role=\"{(note.IsError ? "alert" : "status")}\">{Encode(note.Text)}</p>\n"));
        return $"""
            <!doctype html>
            <html lang="es">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(Title)} · Bodega</title>
            <link rel="stylesheet" href="{Stylesheet.Path}">
            <link rel="icon" href="data:,">
            </head>
            <body>
            {(IsDoor || caller is null ? "" : Navigation.Render(caller, path))}
            <main id="contenido"{(IsDoor ? " class=\"door\"" : "")}>
            {(IsDoor ? "<p class=\"brand\">Bodega</p>\n" : "")}{said}{Body}
            </main>
            </body>
            </html>
            """;
    }
}

/// <summary>The way from screen to screen; shows what the user may open.</summary>
internal static class Navigation
{
    private static readonly (string Path, string Text, string? Permission)[] Links =
    [
        ("/", "Panel", null),
        ("/sales/new", "Vender", null),
        ("/sales", "Ventas", null),
        ("/product_management", "Productos", Permissions.ProductsManage),
        ("/import", "Importar", Permissions.ProductsManage),
        ("/customers", "Clientes", null),
        ("/metrics", "Métricas", null),
        ("/users", "Usuarios", Permissions.UsersManage),
        ("/notifications", "Notificaciones", null),
        ("/settings", "Ajustes", null),
    ];

    public static string Render(StockCaller caller, string path) => $"""
        <a class="skip" href="#contenido">Saltar al contenido</a>
        <header class="top"><a class="brand" href="/">Bodega</a>
        <nav aria-label="Principal">{string.Join(' ', Links.Where(link => link.Permission is null || caller.May(link.Permission)).Select(link =>
            $"<a href=\"{link.Path}\"{(link.Path == path ? " aria-current=\"page\"" : "")}>{link.Text}</a>"))}</nav>
        <a class="out" href="/logout">Cerrar sesión ({HtmlPage.Encode(caller.UserName)})</a></header>
        """;
}
