using Bodega.Accounts;
using Bodega.Data;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager.Pages;

/// <summary>The screens of contract §5. They move to Bodega's back office; until it is there, each address keeps its guard and says so.
/// What works without script (selling, importing, own settings) is a real form.</summary>
internal static class ScreenRoutes
{
    public static void MapScreens(this IEndpointRouteBuilder routes)
    {
        var products = Access.To(Permissions.ProductsManage);
        routes.MapGet(Stylesheet.Path, Stylesheet.Serve).Requires(Access.Public);
        Moves("/", "Panel", Access.Session);
        Moves("/products/new", "Producto nuevo", products);
        routes.MapGet("/product_form", () => TypedResults.Redirect("/products/new")).Requires(products);
        Moves("/product_management", "Productos", products);
        routes.MapGet("/products/{id:long:min(0)}", ProductAsync).Requires(Access.Session);
        routes.MapGet("/products/{id:long:min(0)}/edit", EditProductAsync).Requires(products);
        Moves("/products/barcodes", "Códigos de barras", Access.To(Permissions.BarcodeManage));
        Moves("/products/barcodes/print", "Escanear stock", products);
        Moves("/products/export-view", "Exportar productos", products);
        routes.MapGet("/import", Import).Requires(products);
        routes.MapGet("/sales/new", Till).Requires(Access.Session);
        Moves("/sales", "Historial de ventas", Access.Session);
        routes.MapGet("/sales/{id:long:min(0)}/edit", EditSaleAsync).Requires(Access.To(Permissions.SalesEdit));
        Moves("/metrics", "Métricas", Access.Session);
        Moves("/notifications", "Notificaciones", Access.Session);
        Moves("/users", "Usuarios y solicitudes", Access.To(Permissions.UsersManage));
        Moves("/customers", "Clientes", Access.Session);
        Moves("/changelog", "Novedades", Access.Public);
        routes.MapGet("/settings", SettingsAsync).Requires(Access.Session);
        routes.MapPost("/settings/profile", OwnEmailAsync).Requires(Access.Session);
        routes.MapPost("/settings/password", OwnPasswordAsync).Requires(Access.Session).WithMetadata(NeverOnceOnly.Instance);

        void Moves(string path, string title, Access access) => routes.MapGet(path, (HttpContext http) => Moving(title).For(http)).Requires(access);
    }

    private static HtmlPage Moving(string title, string detail = "") => new(title, $"""
        <section class="card">
        <h1>{HtmlPage.Encode(title)}</h1>
        {detail}<p>Esta pantalla se muda a la nueva oficina de Bodega y todavía no está lista. Sus datos ya están disponibles por la API, bajo <code>/api</code>.</p>
        </section>
        """);

    private static async Task<IResult> ProductAsync(long id, HttpContext http, BodegaDb db, CancellationToken ct)
    {
        var product = await db.Products.Where(p => p.Id == id).Select(p => new { p.Name, p.Barcode }).FirstOrDefaultAsync(ct);
        return product is null
            ? (Moving("Producto no encontrado") with { Status = 404, Body = "<section class=\"card\"><h1>Producto no encontrado</h1></section>" }).For(http)
            : Moving(product.Name, $"<p class=\"lead\">Código de barras: {HtmlPage.Encode(product.Barcode ?? "sin código")}</p>").For(http);
    }

    private static async Task<IResult> EditProductAsync(long id, HttpContext http, BodegaDb db, CancellationToken ct)
    {
        if (await db.Products.Where(p => p.Id == id).Select(p => p.Name).FirstOrDefaultAsync(ct) is { } name) return Moving($"Editar {name}").For(http);
        Flash.Set(http, FlashCode.UnknownProduct);
        return TypedResults.Redirect("/product_management");
    }

    private static async Task<IResult> EditSaleAsync(long id, HttpContext http, BodegaDb db, CancellationToken ct)
    {
        if (await db.Sales.AnyAsync(sale => sale.Id == id, ct)) return Moving($"Corregir la venta {id}").For(http);
        Flash.Set(http, FlashCode.UnknownSale);
        return TypedResults.Redirect("/sales");
    }

    private static IResult Import(HttpContext http) => new HtmlPage("Importar productos", """
        <section class="card">
        <h1>Importar productos</h1>
        <p class="lead">Un archivo CSV en UTF-8 con código, nombre, descripción, cantidad, mínimo y precio.</p>
        <form method="post" action="/import" enctype="multipart/form-data">
        <label>Archivo CSV <input type="file" name="file" accept=".csv,text/csv" required></label>
        <label>Separador <select name="delimiter"><option value=",">Coma (,)</option><option value=";">Punto y coma (;)</option><option value="&#9;">Tabulador</option></select></label>
        <label class="row"><input type="checkbox" name="has_header" value="1" checked> La primera fila tiene los nombres de las columnas</label>
        <button>Subir</button>
        </form>
        </section>
        """).For(http);

    private static IResult Till(HttpContext http) => new HtmlPage("Nueva venta", """
        <section class="card">
        <h1>Nueva venta</h1>
        <form method="post" action="/sales/new">
        <label>Código de barras <input name="barcode" maxlength="20" autocomplete="off" required autofocus></label>
        <label>Cantidad <input name="quantity" value="1" inputmode="numeric" required></label>
        <button>Vender</button>
        </form>
        </section>
        """).For(http);

    private static async Task<IResult> SettingsAsync(HttpContext http, StockCaller caller, BodegaDb db, CancellationToken ct)
    {
        var email = await db.Accounts.Where(account => account.Id == caller.AccountId).Select(account => account.Email).FirstAsync(ct);
        return new HtmlPage("Ajustes", $"""
            <section class="card">
            <h1>Ajustes</h1>
            <p class="lead">{HtmlPage.Encode(caller.UserName)} ({HtmlPage.Encode(caller.Role)})</p>
            <form method="post" action="/settings/profile">
            <label>Correo <input name="email" type="email" value="{HtmlPage.Encode(email)}" autocomplete="email" maxlength="100" required></label>
            <button>Guardar correo</button>
            </form>
            </section>
            <section class="card">
            <h2>Cambiar contraseña</h2>
            <form method="post" action="/settings/password">
            <input name="username" value="{HtmlPage.Encode(caller.UserName)}" autocomplete="username" readonly hidden>
            <label>Contraseña actual <input name="current_password" type="password" autocomplete="current-password" required></label>
            <label>Contraseña nueva <span class="hint" id="password-rule">Al menos 6 caracteres</span> <input name="new_password" type="password" autocomplete="new-password" minlength="6" maxlength="128" aria-describedby="password-rule" required></label>
            <label>Repite la contraseña <input name="confirm_password" type="password" autocomplete="new-password" minlength="6" maxlength="128" required></label>
            <button>Cambiar contraseña</button>
            </form>
            </section>
            """).For(http);
    }

    private static async Task<IResult> OwnEmailAsync(FormBody form, HttpContext http, ChangeOwnEmail change, CancellationToken ct)
    {
        Flash.Set(http, await AccountEndpoints.ChangeEmailAsync(form["email"], change, ct));
        return TypedResults.Redirect("/settings");
    }

    private static async Task<IResult> OwnPasswordAsync(FormBody form, HttpContext http, StockCaller caller, ChangeOwnPassword change, CancellationToken ct)
    {
        Flash.Set(http, await AccountEndpoints.ChangeOwnPasswordAsync(
            form["current_password"], form["new_password"], form["confirm_password"], caller, change, ct));
        return TypedResults.Redirect("/settings");
    }
}
