using System.Globalization;
using System.Text;
using Bodega.Server.Apis.Inventory;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Inventory;

/// <summary>What holds for every route of the surface: who is let in (accounts contract §15, trade contract §15), and that one company sees
/// nothing of another. Both go over the routes as they are mapped: one that is not in the table fails.</summary>
public sealed class EveryRoute
{
    private const string Open = "open", Session = "session", Person = "person", Active = "active", Admin = "admin", Super = "super", Sell = "sell", Move = "move", See = "see", Export = "export";

    // What a route takes: path values and bodies that name a row. {x} is filled with a row's id.
    private static readonly (string Who, string Route, string? Names, string? Body)[] Table =
    [
        (Open, "POST /api/auth/sign-up/email", null, null), (Open, "POST /api/auth/sign-in/email", null, null), (Open, "POST /api/auth/sign-out", null, null),
        (Open, "GET /api/auth/get-session", null, null), (Open, "GET /api/auth/session", null, null), (Open, "POST /api/auth/request-password-reset", null, null),
        (Open, "POST /api/auth/forget-password", null, null), (Open, "GET /api/auth/reset-password/{token}", null, null), (Open, "POST /api/auth/reset-password", null, null),
        (Open, "POST /api/auth/send-verification-email", null, null), (Open, "GET /api/auth/verify-email", null, null), (Open, "GET /api/auth/ok", null, null),
        (Open, "POST /api/auth/sign-in/social", null, null), (Open, "POST /api/auth/delete-user", null, null),
        (Session, "POST /api/auth/change-password", null, null), (Session, "POST /api/auth/update-user", null, null), (Session, "POST /api/auth/change-email", null, null),
        (Session, "GET /api/auth/list-sessions", null, null), (Session, "GET /api/auth/list-accounts", null, null), (Session, "POST /api/auth/revoke-session", null, null),
        (Session, "POST /api/auth/revoke-sessions", null, null), (Session, "POST /api/auth/revoke-other-sessions", null, null), (Session, "POST /api/auth/revoke-all-sessions", null, null),

        (Admin, "GET /api/usuarios", null, null), (Admin, "POST /api/usuarios", null, null), (Admin, "GET /api/usuarios/{id}", "user", null),
        (Admin, "PUT /api/usuarios/{id}", "user", """{"nombre":"Otro"}"""), (Admin, "DELETE /api/usuarios/{id}", "user", null), (Person, "PATCH /api/usuarios/onboarding", null, null),
        (Active, "GET /api/empresa/usuarios", null, null), (Admin, "POST /api/invitaciones", null, null), (Active, "GET /api/invitaciones", null, null),
        (Admin, "DELETE /api/invitaciones/{id}", "invitation", null), (Open, "GET /api/invitaciones/validar", null, null), (Session, "POST /api/invitaciones/aceptar", null, null),
        (Super, "GET /api/empresas", null, null), (Super, "POST /api/empresas", null, null), (Super, "GET /api/empresas/{id}", "company", null),
        (Super, "PUT /api/empresas/{id}", "company", """{"nombre":"Otra"}"""), (Super, "DELETE /api/empresas/{id}", "company", null),
        (Active, "GET /api/empresa/configuracion", null, null), (Admin, "PUT /api/empresa/configuracion", null, null),
        (Active, "GET /api/notificaciones", null, null), (Active, "PATCH /api/notificaciones/{id}", "notification", null), (Active, "POST /api/notificaciones/marcar-todas", null, null),
        (Admin, "GET /api/auditoria/exportar", null, null), (Admin, "POST /api/admin/restablecer", null, null), (Open, "POST /api/webhooks/neon", null, null), (Session, "GET /api/inventory", null, null),

        (Active, "GET /api/productos", null, null), (Admin, "POST /api/productos", "category", """{"nombre":"Nuevo","precio":1,"categoriaId":{x}}"""), (Active, "GET /api/productos/{id}", "product", null),
        (Admin, "PUT /api/productos/{id}", "product", """{"nombre":"Nuevo","precio":1,"cantidad":1000,"categoriaId":{category}}"""), (Admin, "DELETE /api/productos/{id}", "product", null),
        (Admin, "POST /api/productos/bulk-delete", "product", """{"ids":[{x}]}"""), (Admin, "POST /api/productos/importar", null, null), (Admin, "GET /api/productos/plantilla", null, null),
        (Admin, "GET /api/productos/sugerir-codigo", "category", "?categoria={x}"), (Active, "GET /api/productos/{id}/historial-precios", "product", null),
        (Active, "GET /api/categorias", null, null), (Admin, "POST /api/categorias", null, null), (Admin, "PUT /api/categorias/{id}", "category", """{"nombre":"Nueva","prefijo":"NUE"}"""),
        (Admin, "DELETE /api/categorias/{id}", "category", null), (Admin, "POST /api/categorias/bulk-delete", "category", """{"ids":[{x}]}"""),
        (Active, "GET /api/movimientos", "movement", "?cursor={x}"), (Move, "POST /api/movimientos", "product", """{"productoId":{x},"tipo":"entrada","cantidad":1}"""),
        (Admin, "POST /api/movimientos/bulk-delete", "movement", """{"ids":[{x}]}"""),
        (Sell, "GET /api/ventas", "sale", "?cursor={x}"), (Sell, "POST /api/ventas", "product", """{"items":[{"productoId":{x},"cantidad":1}]}"""), (Admin, "POST /api/ventas/{id}/cancelar", "sale", "{}"),
        (Sell, "GET /api/cotizaciones", null, null), (Sell, "POST /api/cotizaciones", "product", """{"items":[{"productoId":{x},"cantidad":1}],"cliente":"Alguien"}"""),
        (Sell, "POST /api/cotizaciones/{id}/convertir", "quote", "{}"), (Sell, "POST /api/cotizaciones/{id}/cancelar", "quote", """{"motivo":"x"}"""),
        (Active, "GET /api/proveedores", null, null), (Admin, "POST /api/proveedores", null, null), (Admin, "PUT /api/proveedores/{id}", "supplier", """{"nombre":"Otro"}"""), (Admin, "DELETE /api/proveedores/{id}", "supplier", null),
        (Active, "GET /api/ordenes-compra", null, null), (Admin, "POST /api/ordenes-compra", "supplier", """{"proveedorId":{x},"items":[{"productoId":{product},"cantidad":1,"costoUnitario":1}]}"""),
        (Active, "GET /api/ordenes-compra/{id}", "order", null), (Admin, "POST /api/ordenes-compra/{id}/recibir", "order", null), (Admin, "POST /api/ordenes-compra/{id}/cancelar", "order", null),
        (Active, "GET /api/pdf/orden-compra/{id}", "order", null), (Admin, "GET /api/compras/sugerencias", null, null),
        (Admin, "POST /api/compras/sugerencias", "product", """{"proveedorId":{supplier},"items":[{"productoId":{x},"cantidad":1,"costoUnitario":1}]}"""),
        (Active, "GET /api/clientes", null, "?busqueda=ajeno"), (Active, "POST /api/clientes", null, null), (Active, "GET /api/clientes/{id}", "customer", null),
        (Active, "PUT /api/clientes/{id}", "customer", """{"nombre":"Otro"}"""), (Active, "GET /api/clientes/{id}/historial", "customer", null),
        (See, "GET /api/analisis", null, null), (Export, "GET /api/analisis/exportar", null, null),

        (Open, "GET /robots.txt", null, null), (Open, "GET /sitemap.xml", null, null), (Open, "GET /favicon.ico", null, null), (Open, "GET /api/openapi.json", null, null), (Open, "GET /api/docs", null, null),
        (Open, "GET /auth/sign-in", null, null), (Open, "POST /auth/sign-in", null, null), (Open, "GET /auth/sign-up", null, null), (Open, "POST /auth/sign-up", null, null),
        (Open, "GET /auth/forgot-password", null, null), (Open, "POST /auth/forgot-password", null, null), (Open, "GET /auth/reset-password", null, null), (Open, "POST /auth/reset-password", null, null),
        (Open, "GET /auth/sign-out", null, null), (Open, "POST /auth/sign-out", null, null), (Open, "GET /", null, null), (Open, "GET /usuarios", null, null), (Open, "GET /usuarios/{id}", null, null), (Open, "GET /admin/empresas", null, null),
    ];

    [Fact]
    public async Task Is_in_the_table_and_nothing_else_is()
    {
        await using var shop = await InventoryClient.OpenShopAsync(Database.Sqlite);
        Assert.Equal(Mapped(shop).Order(StringComparer.Ordinal), Table.Select(row => row.Route).Order(StringComparer.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Lets_in_whom_the_contract_names(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var admin = await InventoryClient.SignUpAsync(shop);
        var callers = new (string Name, InventoryClient? Client, string[] May)[]
        {
            ("nobody", null, []), ("pending", await PendingAsync(shop, admin), [Session, Person]), ("plain", await admin.ColleagueAsync(shop, "plain@demo.co"), [Session, Person, Active]),
            ("seller", await admin.ColleagueAsync(shop, "seller@demo.co", "REALIZAR_VENTAS"), [Session, Person, Active, Sell]),
            ("mover", await admin.ColleagueAsync(shop, "mover@demo.co", "REGISTRAR_MOVIMIENTOS"), [Session, Person, Active, Move]),
            ("seer", await admin.ColleagueAsync(shop, "seer@demo.co", "VER_ANALISIS"), [Session, Person, Active, See]),
            ("exporter", await admin.ColleagueAsync(shop, "exporter@demo.co", "EXPORTAR_REPORTES"), [Session, Person, Active, Export]),
            ("admin", admin, [Session, Person, Active, Admin, Sell, Move, See, Export]), ("super", await InventoryClient.SignInAsync(shop), [Session, Person, Active, Admin, Super, Sell, Move, See, Export]),
        };
        var stranger = shop.Stranger();
        var wrong = new List<string>();
        foreach (var (who, route, _, body) in Table.Where(row => row.Who != Open && !row.Route.Contains("/api/auth/", StringComparison.Ordinal)))
            foreach (var (name, client, may) in callers)
            {
                var (method, path) = (new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1].Replace("{id}", "999999", StringComparison.Ordinal));
                // Entries and exits have rules of their own: an entry is what only a mover may write.
                var content = HttpMethod.Get == method ? null : new StringContent(body is null or ['?', ..] ? "{\"tipo\":\"entrada\"}" : Filled(body, "999999"), Encoding.UTF8, "application/json");
                var reply = client is null ? await stranger.SendAsync(method, path, content) : await client.SendAsync(method, path, content);
                var expected = client is null ? "401" : may.Contains(who) ? "in" : "403";
                var answer = reply.Status is 401 or 403 ? reply.Status.ToString(CultureInfo.InvariantCulture) : "in";
                if (reply.Status >= 500) answer = "failed";
                if (answer != expected) wrong.Add($"{route} as {name}: {reply.Status}, not {expected}: {reply.Text}");
            }
        Assert.Empty(wrong);
        foreach (var (_, route, _, _) in Table.Where(row => row.Who == Session && row.Route.Contains("/api/auth/", StringComparison.Ordinal)))
            (await stranger.SendAsync(new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1], null)).ShouldBe(401);
    }

    [Theory, EachDatabase]
    public async Task Shows_and_touches_nothing_of_another_company(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var ours = await FillAsync(shop, "lia", "Nuestro");
        var theirs = await FillAsync(shop, "eva", "Ajeno");
        var before = await SnapshotAsync(theirs);
        var wrong = new List<string>();
        foreach (var (who, route, names, body) in Table.Where(row => row.Who is not (Open or Session or Super)))
        {
            var (method, pattern) = (new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1]);
            if (names is null)
            {
                // A list, an export, a search: none of the other company's words is in it, unpacked where it is packed.
                if (method == HttpMethod.Get && await ours.Client.GetAsync(pattern + (body ?? "")) is var list && Plain(list).Contains("Ajeno", StringComparison.OrdinalIgnoreCase)) wrong.Add($"{route} shows another company");
                continue;
            }
            async Task<(int, string, string?)> AskAsync(string id)
            {
                var path = pattern.Replace("{id}", id, StringComparison.Ordinal) + (body is ['?', ..] ? Filled(body, id) : "");
                var text = body is null or ['?', ..] ? null : Filled(body, id).Replace("{category}", ours.Ids["category"], StringComparison.Ordinal)
                    .Replace("{product}", ours.Ids["product"], StringComparison.Ordinal).Replace("{supplier}", ours.Ids["supplier"], StringComparison.Ordinal);
                var reply = await ours.Client.SendAsync(method, path, text is null ? null : new StringContent(text, Encoding.UTF8, "application/json"));
                return (reply.Status, Plain(reply).Replace(id, "#", StringComparison.Ordinal), reply.ContentType);
            }
            // By an unknown number above all others, except where a list goes on from it: there by one that lies in between.
            var foreign = theirs.Ids[names];
            var unknown = names is "user" or "invitation" ? "c" + new string('0', 24) : pattern is "/api/movimientos" or "/api/ventas" && method == HttpMethod.Get ? foreign : "99999999";
            if (await AskAsync(foreign) is var answer && answer != await AskAsync(unknown)) wrong.Add($"{route}: {answer} for another company's {names}");
            if (answer.Item1 < 400 && (answer.Item2.Contains("Ajeno", StringComparison.OrdinalIgnoreCase) || method != HttpMethod.Get)) wrong.Add($"{route}: {answer} for another company's {names}");
        }
        Assert.Empty(wrong);
        Assert.Equal(before, await SnapshotAsync(theirs));
    }

    private static string Filled(string body, string id) => body.Replace("{x}", id, StringComparison.Ordinal);

    private static async Task<InventoryClient> PendingAsync(Shop shop, InventoryClient admin)
    {
        (await admin.PostAsync("/api/usuarios", """{"email":"pending@demo.co","nombre":"P"}""")).ShouldBe(201);
        return await InventoryClient.SignUpAsync(shop, "P", "pending@demo.co");
    }

    private sealed record FilledCompany(InventoryClient Client, IReadOnlyDictionary<string, string> Ids);

    // A company with one of everything, each called by a word.
    private static async Task<FilledCompany> FillAsync(Shop shop, string person, string word)
    {
        var client = await InventoryClient.SignUpAsync(shop, word, $"{person}@{word}.co");
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        async Task<string> MakeAsync(string name, string path, string body, string key = "id")
        {
            var reply = await client.PostAsync(path, body);
            Assert.True(reply.Status is 200 or 201, $"{path}: {reply.Status} {reply.Text}");
            return ids[name] = reply.Json.GetProperty(key).ToString();
        }
        await MakeAsync("user", "/api/usuarios", $$"""{"email":"colega@{{word}}.co","nombre":"Colega {{word}}"}""");
        await MakeAsync("invitation", "/api/invitaciones", $$"""{"email":"invitada@{{word}}.co"}""");
        var category = await MakeAsync("category", "/api/categorias", $$"""{"nombre":"Grupo {{word}}"}""");
        var product = await MakeAsync("product", "/api/productos", $$"""{"nombre":"Cosa {{word}}","descripcion":"{{word}}","codigo":"{{word}}-1","precio":10,"cantidad":20,"stockMinimo":2,"categoriaId":{{category}}}""");
        await MakeAsync("movement", "/api/movimientos", $$"""{"productoId":{{product}},"tipo":"entrada","cantidad":3,"notas":"Nota {{word}}"}""");
        await MakeAsync("sale", "/api/ventas", $$"""{"items":[{"productoId":{{product}},"cantidad":2}],"notas":"Venta {{word}}"}""");
        await MakeAsync("quote", "/api/cotizaciones", $$"""{"items":[{"productoId":{{product}},"cantidad":2}],"cliente":"Cliente {{word}}","notas":"{{word}}"}""");
        var supplier = await MakeAsync("supplier", "/api/proveedores", $$"""{"nombre":"Proveedor {{word}}"}""");
        await MakeAsync("order", "/api/ordenes-compra", $$"""{"proveedorId":{{supplier}},"notas":"{{word}}","items":[{"productoId":{{product}},"cantidad":5,"costoUnitario":4}]}""");
        await MakeAsync("customer", "/api/clientes", $$"""{"nombre":"Clienta {{word}}","documento":"{{word}}-9"}""");
        (await client.PutAsync($"/api/productos/{product}", $$"""{"nombre":"Cosa {{word}}","codigo":"{{word}}-1","precio":12,"cantidad":30,"stockMinimo":2,"categoriaId":{{category}}}""")).ShouldBe(200);
        (await client.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":26,"notas":"{{word}}"}""")).ShouldBe(201);
        (await client.PutAsync("/api/empresa/configuracion", $$"""{"moneda":"COP","simboloMoneda":"$","impuestos":19,"nombrePersonalizado":"{{word}}"}""")).ShouldBe(200);
        ids["notification"] = (await client.GetAsync("/api/notificaciones")).ShouldBe(200).Json[0].GetProperty("id").ToString();
        return new FilledCompany(client, ids);
    }

    // Everything that a company can read of itself.
    private static async Task<string> SnapshotAsync(FilledCompany company)
    {
        var all = new StringBuilder();
        foreach (var (_, route, names, _) in Table.Where(row => row.Who is not (Open or Session or Super) && row.Route.StartsWith("GET ", StringComparison.Ordinal) && !row.Route.Contains("exportar", StringComparison.Ordinal)))
            all.Append(route).Append(' ').Append(Plain(await company.Client.GetAsync(route.Split(' ')[1].Replace("{id}", names is null ? "" : company.Ids[names], StringComparison.Ordinal)))).Append('\n');
        return all.ToString();
    }

    private static string Plain(Reply reply)
    {
        if (reply.ContentType?.Contains("spreadsheet", StringComparison.Ordinal) != true) return reply.Text;
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(reply.Bytes));
        return string.Concat(zip.Entries.Select(entry =>
        {
            using var text = new StreamReader(entry.Open());
            return text.ReadToEnd();
        }));
    }

    private static IEnumerable<string> Mapped(Shop shop) =>
        RouteCollector.NamesOf(RouteCollector.Of(shop, routes => routes.MapInventory()).Where(endpoint => endpoint.Metadata.GetMetadata<NotServed>() is null));
}
