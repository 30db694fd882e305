using System.Text.Encodings.Web;

namespace Bodega.Server.Apis.StockManager;

/// <summary>What the old form of the till shows when it was refused (contract §5).</summary>
internal static class TillFormPage
{
    public static IResult Render(string message, string barcode, string quantity)
    {
        var html = HtmlEncoder.Default;
        return TypedResults.Content(
            $"""
            <!doctype html>
            <html lang="es">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Nueva venta</title></head>
            <body><main><h1>Nueva venta</h1><p role="alert">{html.Encode(message)}</p>
            <form method="post" action="/sales/new">
            <label>Código de barras <input name="barcode" value="{html.Encode(barcode)}" required></label>
            <label>Cantidad <input name="quantity" value="{html.Encode(quantity)}" inputmode="numeric" required></label>
            <button>Vender</button>
            </form><p><a href="/">Inicio</a></p></main></body>
            </html>
            """, "text/html; charset=utf-8");
    }
}
