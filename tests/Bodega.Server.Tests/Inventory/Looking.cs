using System.IO.Compression;
using Bodega.Accounts;
using Bodega.Files.Spreadsheets;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Inventory;

public sealed class Looking
{
    [Theory, EachDatabase]
    public async Task The_trail_comes_as_a_workbook(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var lia = await InventoryClient.SignUpAsync(shop);
        var id = (await lia.PostAsync("/api/usuarios", """{"email":"teo@demo.co","nombre":"=Teo","permisos":["REALIZAR_VENTAS"]}""")).ShouldBe(201).Json.GetProperty("id").GetString();
        (await lia.PutAsync($"/api/usuarios/{id}", """{"nombre":"Teo","rol":"ADMIN","permisos":["VER_ANALISIS"],"contrasena":"x"}""")).ShouldBe(200);
        shop.Clock.Advance(TimeSpan.FromDays(1));
        (await shop.Stranger().PostAsync("/api/auth/sign-in/email", """{"email":"lia@demo.co","password":"no-es-esta"}""")).ShouldBe(401);
        lia = await InventoryClient.SignInAsync(shop, "lia@demo.co", InventoryClient.Password);
        (await lia.DeleteAsync($"/api/usuarios/{id}")).ShouldBe(200);

        var export = (await lia.GetAsync("/api/auditoria/exportar")).ShouldBe(200);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", export.ContentType);
        Assert.Equal("attachment; filename=\"auditoria_20260502_080000.xlsx\"", export.Headers["Content-Disposition"]);
        Assert.Equal("no-store", export.Headers["Cache-Control"]);
        var rows = Rows(export);
        Assert.Equal("Registro de auditoría", rows[0][0]);
        Assert.Equal("Generado el 02/05/2026 08:00 por Lía. Sin filtros aplicados (todos los registros).", rows[1][0]);
        Assert.Equal(["Fecha y hora", "Usuario", "Login", "Acción", "Entidad", "ID", "IP", "Descripción"], rows[3]);
        Assert.Equal(
            [
                $"Lía|lia@demo.co|ELIMINAR|Usuario|{id}|127.0.0.1|Eliminó el usuario @teo@demo.co (Teo).",
                "Lía|lia@demo.co|LOGIN|Sesion||127.0.0.1|Inició sesión como 'lia@demo.co'.",
                "Lía|lia@demo.co|LOGIN_FALLIDO|Sesion||127.0.0.1|Intento de inicio de sesión fallido para 'lia@demo.co' (contraseña incorrecta).",
                $"Lía|lia@demo.co|ACTUALIZAR|Usuario|{id}|127.0.0.1|Editó el usuario @teo@demo.co. Cambios: nombre =Teo → Teo; rol Usuario → Administrador; permisos agregados: VER_ANALISIS; permisos retirados: REALIZAR_VENTAS; contraseña cambiada.",
                $"Lía|lia@demo.co|CREAR|Usuario|{id}|127.0.0.1|Creó el usuario @teo@demo.co (=Teo) con rol Usuario.",
            ],
            rows.Skip(4).Where(row => row[4] != "Empresa").Select(row => string.Join('|', row[1..])));
        Assert.Equal("2026-05-02T08:00:00", rows[4][0]);

        var filtered = Rows((await lia.GetAsync("/api/auditoria/exportar?entidad=Usuario&accion=CREAR&desde=2026-05-01&hasta=2026-05-01&usuario=")).ShouldBe(200));
        Assert.EndsWith("Filtros: entidad Usuario, acción CREAR, desde 2026-05-01, hasta 2026-05-01.", filtered[1][0], StringComparison.Ordinal);
        Assert.Equal(5, filtered.Count);
        Assert.Equal("No hay registros que coincidan con los filtros.", Rows((await lia.GetAsync("/api/auditoria/exportar?entidad=Nada")).ShouldBe(200))[4][0]);
        Assert.Equal(5, Rows((await lia.GetAsync("/api/auditoria/exportar?usuario=cnadie")).ShouldBe(200)).Count);
        (await lia.GetAsync("/api/auditoria/exportar?desde=ayer")).ShouldBe(400);
        (await shop.Stranger().GetAsync("/api/auditoria/exportar")).ShouldBe(401);
    }

    [Theory, EachDatabase]
    public async Task Figures_of_a_month(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var root = await InventoryClient.SignInAsync(shop);
        var seller = await shop.AddUserAsync("ana", MembershipRole.Staff);
        var (milk, soap) = (await shop.AddProductAsync("Leche", 12.5m, 10, minStock: 2, barcode: "LEC-1"), await shop.AddProductAsync("Jabón", 3m, 0, minStock: 5, barcode: "JAB-1"));
        var till = await shop.SignInAsync("ana", Seeds.Password);
        (await till.PostAsync("/api/sales/bulk", $$"""{"items":[{"item_id":{{milk}},"quantity":7}]}""")).ShouldBe(201);
        shop.Clock.Advance(TimeSpan.FromDays(1));

        var figures = (await root.GetAsync("/api/analisis")).ShouldBe(200);
        Assert.StartsWith($$"""
            {"inventarioGeneral":[{"productoId":{{soap}},"codigo":"JAB-1","nombre":"Jabón","categoria":"Sin clasificar","cantidad":0,"stockMinimo":5,"precio":3,"valorEnStock":0,"estado":"Sin stock","diasDesdeUltimaActividad":null},{"productoId":{{milk}},"codigo":"LEC-1","nombre":"Leche","categoria":"Sin clasificar","cantidad":3,"stockMinimo":2,"precio":12.5,"valorEnStock":38,"estado":"Stock bajo","diasDesdeUltimaActividad":1}],"stockAgotarse":[{"productoId":{{milk}},"nombre":"Leche","codigo":"LEC-1","cantidadActual":3,"stockMinimo":2,"consumoDiarioPromedio":0.23,"diasParaAgotarse":12.9}],"sinMovimientos":[],"altaRotacion":[{"productoId":{{milk}},"nombre":"Leche","codigo":"LEC-1","totalSalidas":1,"cantidadVendida":7}],"stockCritico":[{"productoId":{{soap}},"nombre":"Jabón","codigo":"JAB-1","cantidadActual":0,"stockMinimo":5,"consumoDiarioPromedio":0,"sugerenciaCompra":10},{"productoId":{{milk}},"nombre":"Leche","codigo":"LEC-1","cantidadActual":3,"stockMinimo":2,"consumoDiarioPromedio":0.23,"sugerenciaCompra":3}],"resumen":[{"fecha":"2026-04-02","entradas":0,"salidas":0},
            """.Trim(), figures.Text, StringComparison.Ordinal);
        Assert.EndsWith("""
            ,{"fecha":"2026-05-01","numeroVentas":1,"totalIngreso":88},{"fecha":"2026-05-02","numeroVentas":0,"totalIngreso":0}],"ventasPorCategoria":[{"categoria":"Sin clasificar","unidadesVendidas":7,"ingresoTotal":88}],"distribucionStock":[{"estado":"Sin stock","cantidad":1},{"estado":"Stock bajo","cantidad":1},{"estado":"Normal","cantidad":0}]}
            """.Trim(), figures.Text, StringComparison.Ordinal);
        Assert.Equal(31, figures.Json.GetProperty("resumen").GetArrayLength());
        Assert.Equal(31, figures.Json.GetProperty("ventasPorDia").GetArrayLength());

        var staff = await InventoryClient.SignInAsync(shop, "ana@example.com", Seeds.Password);
        (await staff.GetAsync("/api/analisis")).ShouldBe(403, """{"error":"No autorizado"}""");
        (await staff.GetAsync("/api/analisis/exportar")).ShouldBe(403);
        (await shop.Stranger().GetAsync("/api/analisis")).ShouldBe(401, """{"error":"No autorizado"}""");
        var book = (await root.GetAsync("/api/analisis/exportar")).ShouldBe(200);
        Assert.StartsWith("attachment; filename=\"analisis_inventario_20260502_", book.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Equal("Valor total del inventario (COP)|$38", string.Join('|', Rows(book)[^1]));
        using var zip = new ZipArchive(new MemoryStream(book.Bytes));
        Assert.Equal(7, zip.Entries.Count(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)));
        // The sale went below the reorder level and its margin: everybody was told, once.
        var told = Assert.Single((await root.GetAsync("/api/notificaciones")).ShouldBe(200).Json.EnumerateArray());
        Assert.Equal(("STOCK_BAJO", "Stock bajo: Leche", "Quedan 3 unidades (mínimo 2). Sugerencia: comprar 3.", $"/productos/{milk}"),
            (told.GetProperty("tipo").GetString(), told.GetProperty("titulo").GetString(), told.GetProperty("mensaje").GetString(), told.GetProperty("link").GetString()));
        (await root.PatchAsync($"/api/notificaciones/{told.GetProperty("id").GetInt64()}")).ShouldBe(200, """{"ok":true}""");
        (await staff.GetAsync("/api/notificaciones?contador=true")).ShouldBe(200, """{"count":0}""");
        Assert.NotEqual(0, seller);
    }

    private static List<string[]> Rows(Reply reply)
    {
        using var sheet = WorkbookReader.Open(new MemoryStream(reply.Bytes), columns: 9);
        var rows = new List<string[]>();
        while (sheet.Read() is { } row) rows.Add([.. Enumerable.Range(0, 8).Select(column => row[column])]);
        return rows.ConvertAll(row => row[2..].All(cell => cell.Length == 0) && row[0].Length > 0 && rows.Count > 0 && row[1].Length > 0 ? row[..2] : row);
    }
}
