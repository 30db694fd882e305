namespace Bodega.Server.Apis.StockManager;

/// <summary>What people see instead of a page (contract §1, §2.2).</summary>
internal static class ErrorPage
{
    public static Task WriteAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var id = status >= 500 ? $"<p>Código del error: <code>{http.TraceIdentifier[..8]}</code></p>" : "";
        return http.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="es">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{status}</title></head>
            <body><main><h1>{status}</h1><p>{System.Text.Encodings.Web.HtmlEncoder.Default.Encode(text)}</p>{id}<p><a href="/">Inicio</a></p></main></body>
            </html>
            """, http.RequestAborted);
    }
}
