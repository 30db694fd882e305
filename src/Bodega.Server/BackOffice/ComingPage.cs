namespace Bodega.Server.BackOffice;

/// <summary>Stands where the back office will be.</summary>
internal static class ComingPage
{
    public static IResult Write() => TypedResults.Content(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Bodega</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1rem; color: #1d2430; background: #fff; }
        @media (prefers-color-scheme: dark) { body { color: #e8ebf0; background: #14181f; } }
        </style>
        </head>
        <body>
        <main>
        <h1>Bodega</h1>
        <p>The server is running. Its own back office is not built yet; the APIs are at the addresses that the server printed when it started.</p>
        <p>La oficina propia de Bodega todavía no existe; las API ya funcionan.</p>
        </main>
        </body>
        </html>
        """, "text/html; charset=utf-8");
}
