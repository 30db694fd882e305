using System.Text.Json.Nodes;
using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Kernel;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §4.11, §11.1, worked example 24.</summary>
public sealed class ReadingTheTrail
{
    private static Task<int> AddAsync(Shop shop, string action, string entity, long? id, string? before = null, string? after = null, string? details = null, bool succeeded = true) =>
        shop.LookAsync(async (services, db) =>
        {
            static JsonObject? Read(string? json) => json is null ? null : (JsonObject)JsonNode.Parse(json)!;
            services.GetRequiredService<Caller>().ActAs(1, 1, "root", MembershipRole.Owner);
            await using var work = await db.BeginAsync(CancellationToken.None);
            services.GetRequiredService<Trail>().Add(action, entity, id, Read(before), Read(after), Read(details), succeeded);
            await db.SaveChangesAsync(CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });

    [Theory, EachDatabase]
    public async Task Rows_are_said_in_spanish(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var (action, entity, id, before, after, details, description) in new (string, string, long?, string?, string?, string?, string)[]
        {
            ("create", "user", 3, null, null, """{"username":"ana","email":"ana@example.com","role":"vendedor"}""", "Nuevo Usuario creado — Nombre de usuario: 'ana', Email: 'ana@example.com', Rol: 'vendedor'"),
            ("update", "user", 3, """{"id":3,"username":"ana","email":"a@x.y","role":"vendedor","status":1}""", """{"id":3,"username":"ana","email":"b@x.y","role":"vendedor","status":0}""", null, "Cambios: Email: 'a@x.y' → 'b@x.y'; Estado: '1' → '0'"),
            ("update", "user", 3, """{"id":3}""", """{"id":3}""", null, "Sin cambios detectados"),
            ("delete", "user", 5, """{"id":5,"username":"x"}""", null, null, "Usuario eliminado — Nombre de usuario: 'x' (ID: 5)"),
            ("create", "product", 1, null, null, """{"barcode":"7501","name":"Leche","description":null,"quantity":10,"min_quantity":3,"price":1234.5,"expiration_date":null}""", "Nuevo Producto creado — Código de barras: '7501', Nombre: 'Leche', Cantidad: '10', Cantidad mínima: '3', Precio: '$1,234.50'"),
            ("update", "product", 1, """{"price":45.5}""", """{"price":1234567}""", null, "Cambios: Precio: '$45.50' → '$1,234,567.00'"),
            ("create", "sale", 2, null, null, """{"lines":[{"name":"Leche","quantity":2},{"name":"Pan","quantity":1}],"payment_method":"Tarjeta"}""", "Nueva venta registrada\n• Leche × 2\n• Pan × 1\nMétodo de pago: Tarjeta"),
            ("approve", "application", 7, null, null, null, "Approve de Aplicación #7"),
            ("activate", "product", 7, null, null, null, "Activate de Producto #7"),
            ("create", "customer_payment", 7, null, null, null, "Create de Deudor #7"),
            ("stock_update_bulk", "product", null, null, null, null, "Stock_update_bulk de Producto #"),
        })
        {
            await AddAsync(shop, action, entity, id, before, after, details);
            Assert.Equal(description, (await root.GetAsync("/api/all?limit=1")).ShouldBe(200).Json.GetProperty("records")[0].GetProperty("description").GetString());
        }
    }

    [Theory, EachDatabase]
    public async Task Users_see_their_own_rows_and_root_sees_all(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await shop.AddUserAsync("ana", MembershipRole.Staff);
        await shop.AddUserAsync("max", MembershipRole.Admin);
        var root = await shop.SignInAsync();
        shop.Clock.Advance(TimeSpan.FromMicroseconds(123456));
        var ana = await shop.SignInAsync("ana", Seeds.Password);
        var max = await shop.SignInAsync("max", Seeds.Password);
        const string anas = """{"id":2,"user_id":2,"username":"ana","action":"login","entity_type":"user","entity_id":2,"description":"Usuario ana inició sesión a las 2026-05-01 10:00:00","timestamp":"2026-05-01T10:00:00.123456","status":"success"}""";
        (await ana.GetAsync("/api/user/2")).ShouldBe(200, $$"""{"total":1,"records":[{{anas}}]}""");
        (await root.GetAsync("/api/user/2")).ShouldBe(200, $$"""{"total":1,"records":[{{anas}}]}""");
        foreach (var (client, path) in new[] { (ana, "/api/user/1"), (max, "/api/user/1"), (max, "/api/user/99"), (ana, "/api/all"), (max, "/api/all"), (ana, "/api/entity/user/2") })
            (await client.GetAsync(path)).ShouldBe(403, """{"error":"Permiso denegado"}""");
        (await root.GetAsync("/api/user/99999999999999999999")).ShouldBe(200, """{"total":0,"records":[]}""");
        (await root.GetAsync("/api/user/abc")).ShouldBe(404, """{"error":"Ruta no encontrada"}""");

        // The trail of one thing: oldest first, snapshots where the contract has them.
        await AddAsync(shop, "update", "user", 2, """{"id":2,"email":"a@x.y"}""", """{"id":2,"email":"b@x.y"}""");
        await AddAsync(shop, "delete", "user", 2, """{"id":2,"username":"ana"}""", """{"id":2}""");
        (await max.GetAsync("/api/entity/user/2")).ShouldBe(200, """
            {"entity_type":"user","entity_id":2,"changes":[
            {"user_id":2,"username":"ana","action":"login","old_value":null,"new_value":null,"timestamp":"2026-05-01T10:00:00.123456","description":"Usuario ana inició sesión a las 2026-05-01 10:00:00"},
            {"user_id":1,"username":"root","action":"update","old_value":{"id":2,"email":"a@x.y"},"new_value":{"id":2,"email":"b@x.y"},"timestamp":"2026-05-01T10:00:00.123456","description":"Cambios: Email: 'a@x.y' → 'b@x.y'"},
            {"user_id":1,"username":"root","action":"delete","old_value":{"id":2,"username":"ana"},"new_value":null,"timestamp":"2026-05-01T10:00:00.123456","description":"Usuario eliminado — Nombre de usuario: 'ana' (ID: 2)"}]}
            """.ReplaceLineEndings(""));
        (await root.GetAsync("/api/entity/user/999")).ShouldBe(200, """{"entity_type":"user","entity_id":999,"changes":[]}""");
    }

    [Theory, EachDatabase]
    public async Task Filters_narrow_and_pages_move(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await shop.SignInAsync();
        for (var day = 0; day < 3; day++)
        {
            await AddAsync(shop, day == 1 ? "delete" : "update", "product", day);
            shop.Clock.Advance(TimeSpan.FromHours(14)); // 10:00, 24:00 = next day 00:00, 14:00
        }
        var root = await shop.SignInAsync();
        async Task<string> IdsAsync(string query)
        {
            var page = (await root.GetAsync($"/api/all?{query}")).ShouldBe(200).Json;
            return $"{page.GetProperty("total")}: {string.Join(' ', page.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("id").GetInt64()))}";
        }
        Assert.Equal("5: 5 4 3 2 1", await IdsAsync(""));
        Assert.Equal("2: 4 2", await IdsAsync("action=UPDATE"));
        Assert.Equal("0: ", await IdsAsync("action=nothing%00"));
        Assert.Equal("2: 2 1", await IdsAsync("to=2026-05-01"));
        Assert.Equal("3: 5 4 3", await IdsAsync("from=2026-05-02"));
        Assert.Equal("1: 3", await IdsAsync("from=2026-05-02T00:00:00&to=2026-05-02 13:59:59"));
        Assert.Equal("5: 4", await IdsAsync("limit=1&offset=1"));
        Assert.Equal("5: 5", await IdsAsync("limit=-7"));
        foreach (var query in new[] { "from=ayer", "to=2026-13-01", "to=9999-12-31" })
            (await root.GetAsync($"/api/all?{query}")).ShouldBe(400, """{"error":"Formato de fecha inválido"}""");
    }
}
