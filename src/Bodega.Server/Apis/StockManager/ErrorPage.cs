using Bodega.Server.Apis.StockManager.Pages;

namespace Bodega.Server.Apis.StockManager;

/// <summary>What people see instead of a page (contract §1, §2.2).</summary>
internal static class ErrorPage
{
    public static Task WriteAsync(HttpContext http, int status, string text)
    {
        var id = status >= 500 ? $"<p>Código del error: <code>{HtmlPage.Encode(http.TraceIdentifier[..8])}</code></p>" : "";
        return new HtmlPage($"{status}", $"<section class=\"card\"><h1>{status}</h1><p>{HtmlPage.Encode(text)}</p>{id}<p><a href=\"/\">Inicio</a></p></section>") { Status = status }
            .For(http).ExecuteAsync(http);
    }
}
