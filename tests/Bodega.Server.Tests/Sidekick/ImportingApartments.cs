using Bodega.Rentals;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Flats out of workbooks (contract §8.6, §8.7, §19.2).</summary>
public sealed class ImportingApartments
{
    private const string Import = "/api/apartamentos/importacion";
    private const string Preview = "/api/apartamentos/importacion/preview";

    [Theory, EachDatabase]
    public async Task Goes_as_in_the_worked_examples_13_and_14(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var user = await (await SidekickClient.FoundAsync(shop, "Sol")).ColleagueAsync("operativo");
        var file = await SheetFile.OfAsync("ID | Propiedad | City", "P1 | Uno |", "| Sin id |");
        (await user.UploadAsync(Preview, "PISOS.XLSX", file)).ShouldBe(
            200, """{"ok":true,"preview":{"nuevos":[{"id_pms":"P1","id_externo":"P1","nombre":"Uno","ciudad":null,"direccion":null}],"actualizados":[],"sin_cambios":[],"errores":["Fila 3: falta el ID externo del apartamento."]}}""");
        (await user.GetAsync("/api/apartamentos")).ShouldBe(200, """{"ok":true,"apartamentos":[]}""");
        (await user.UploadAsync(Import, "pisos.xlsx", file)).ShouldBe(200, """{"ok":true,"resultado":{"total":1,"nuevos":1,"actualizados":0},"warnings":["Fila 3: falta el ID externo del apartamento."]}""");
        (await user.UploadAsync(Preview, "pisos.xlsx", [1, 2, 3])).ShouldBe(
            200, """{"ok":true,"preview":{"nuevos":[],"actualizados":[],"sin_cambios":[],"errores":["No se pudo abrir el archivo Excel: no es un libro .xlsx que se pueda leer."]}}""");

        var second = await SheetFile.OfAsync("id | nombre | direccion | ciudad", "P1 | Uno | | ", "P1 | Uno | Calle 1 |", "P2 | Dos | | Cádiz", "P3 | | |");
        (await user.UploadAsync(Preview, "pisos.xlsx", second)).ShouldBe(200,
            """{"ok":true,"preview":{"nuevos":[{"id_pms":"P2","id_externo":"P2","nombre":"Dos","ciudad":"Cádiz","direccion":null}],"actualizados":[{"id_pms":"P1","id_externo":"P1","nombre":"Uno","ciudad":null,"direccion":"Calle 1","nombre_actual":"Uno"}],"sin_cambios":[{"id_pms":"P1","id_externo":"P1","nombre":"Uno","ciudad":null,"direccion":null,"nombre_actual":"Uno"}],"errores":["Fila 5: falta el nombre del apartamento."]}}""");
        (await user.UploadAsync(Import, "pisos.xlsx", await SheetFile.OfAsync("id | nombre", "P1 | Uno", "P2 | Dos", "P2 | Dos bis"))).ShouldBe(200, """{"ok":true,"resultado":{"total":3,"nuevos":1,"actualizados":2}}""");
        Assert.Equal(
            ["P2 Dos bis xlsx", "P1 Uno xlsx"],
            (await user.GetAsync("/api/apartamentos")).Json.GetProperty("apartamentos").EnumerateArray().Select(row => $"{row.GetProperty("id_pms")} {row.GetProperty("nombre")} {row.GetProperty("pms_origen")}"));
        Assert.Equal(
            ["xlsx Partly 1 XLSX: 1 nuevos, 0 actualizados (1 errores)", "xlsx Done 3 XLSX: 1 nuevos, 2 actualizados"],
            await user.LookAsync(async (_, db) => (await db.SyncLogEntries.OrderBy(entry => entry.Id).ToListAsync()).ConvertAll(entry => $"{entry.Source} {entry.Result} {entry.Count} {entry.Detail}")));
        Assert.Equal(2, await user.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.Action == "import")));
    }

    [Theory, EachDatabase]
    public async Task Removed_flats_and_those_of_other_origin_are_found_by_their_key(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var (admin, other) = (await SidekickClient.FoundAsync(shop, "Sol"), await SidekickClient.FoundAsync(shop, "Luna"));
        var file = await SheetFile.OfAsync("id | nombre | ciudad", "P1 | Uno | Cádiz");
        (await other.UploadAsync(Import, "a.xlsx", file)).ShouldBe(200);
        (await admin.UploadAsync(Import, "a.xlsx", file)).ShouldBe(200, """{"ok":true,"resultado":{"total":1,"nuevos":1,"actualizados":0}}""");
        var id = (await admin.GetAsync("/api/apartamentos")).Json.GetProperty("apartamentos")[0].GetProperty("id").GetString();
        (await admin.DeleteAsync($"/api/apartamentos/{id}")).ShouldBe(200);
        await admin.LookAsync((_, db) => db.Database.ExecuteSqlRawAsync("UPDATE apartments SET origin = 'smoobu'"));
        (await admin.UploadAsync(Import, "a.xlsx", await SheetFile.OfAsync("id | nombre", "P1 | Primero"))).ShouldBe(200, """{"ok":true,"resultado":{"total":1,"nuevos":0,"actualizados":1}}""");
        var row = (await admin.GetAsync("/api/apartamentos")).Json.GetProperty("apartamentos")[0];
        Assert.Equal((id, "Primero", "Cádiz", "smoobu"), (row.GetProperty("id").GetString(), row.GetProperty("nombre").GetString(), row.GetProperty("ciudad").GetString(), row.GetProperty("pms_origen").GetString()));
        Assert.Equal("Uno", (await other.GetAsync("/api/apartamentos")).Json.GetProperty("apartamentos")[0].GetProperty("nombre").GetString());
    }

    [Theory, EachDatabase]
    public async Task The_set_columns_are_used(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.PutAsync("/api/perfil/xlsx-apartamentos", """{"col_id_externo":2,"col_nombre":"3","col_ciudad":1.0}""")).ShouldBe(200, """{"ok":true}""");
        (await admin.UploadAsync(Preview, "a.xlsx", await SheetFile.OfAsync("nombre | id | x", "Cádiz | P1 | Uno"))).ShouldBe(
            200, """{"ok":true,"preview":{"nuevos":[{"id_pms":"Cádiz","id_externo":"P1","nombre":"Uno","ciudad":"Cádiz","direccion":null}],"actualizados":[],"sin_cambios":[],"errores":[]}}""");
    }

    [Theory, EachDatabase]
    public async Task Files_are_judged_in_the_contracts_order(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        foreach (var path in new[] { Import, Preview })
        {
            const string noPart = """{"ok":false,"errors":["Se esperaba un archivo 'file'."]}""";
            (await admin.PostAsync(path)).ShouldBe(400, noPart);
            (await admin.PostAsync(path, "{}")).ShouldBe(400, noPart);
            (await admin.UploadAsync(path, "a.xlsx", [1], field: "fichero")).ShouldBe(400, noPart);
            (await admin.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent([new("file", "a.xlsx")]))).ShouldBe(400, noPart);
            (await admin.SendAsync(HttpMethod.Post, path, Multipart.Broken())).ShouldBe(400, noPart);
            const string noWorkbook = """{"ok":false,"errors":["El archivo debe ser .xlsx."]}""";
            (await admin.SendAsync(HttpMethod.Post, path, Multipart.WithoutFile("file"))).ShouldBe(400, noWorkbook);
            foreach (var name in new[] { "a.xls", "a.csv", "xlsx", "a.xlsx.exe", "a.xlsm" }) (await admin.UploadAsync(path, name, [])).ShouldBe(400, noWorkbook);
            (await admin.UploadAsync(path, "a.xlsx", [])).ShouldBe(400, """{"ok":false,"errors":["El archivo está vacío."]}""");
            (await admin.UploadAsync(path, "a.txt", new byte[11 * 1024 * 1024])).ShouldBe(413, """{"ok":false,"errors":["El archivo supera el tamaño máximo permitido."]}""");
        }
        foreach (var (errors, lines) in new[]
        {
            ("\"El archivo Excel debe tener cabeceras + al menos una fila de datos.\"", new[] { "id | nombre" }),
            ("\"No se encontró columna de ID (id, id_externo, identificador).\",\"No se encontró columna de nombre (nombre, name, propiedad, apartment).\"", ["a | b", "1 | 2"]),
            ("\"No se encontró columna de nombre (nombre, name, propiedad, apartment).\"", ["id | b", "1 | 2"]),
            ("\"Fila 2: falta el ID externo del apartamento.\",\"Fila 3: falta el nombre del apartamento.\",\"Fila 4: el nombre supera los 200 caracteres.\"", ["id | nombre", "| 2", "3 |", $"4 | {new string('x', 201)}"]),
        })
        {
            var file = await SheetFile.OfAsync(lines);
            (await admin.UploadAsync(Import, "a.xlsx", file)).ShouldBe(422, $$"""{"ok":false,"errors":[{{errors}}]}""");
            (await admin.UploadAsync(Preview, "a.xlsx", file)).ShouldBe(200, $$$"""{"ok":true,"preview":{"nuevos":[],"actualizados":[],"sin_cambios":[],"errores":[{{{errors}}}]}}""");
        }
        (await admin.UploadAsync(Import, "a.xlsx", [1, 2, 3])).ShouldBe(422, """{"ok":false,"errors":["No se pudo abrir el archivo Excel: no es un libro .xlsx que se pueda leer."]}""");
        Assert.Equal(5, await admin.LookAsync((_, db) => db.SyncLogEntries.CountAsync(entry => entry.Result == SyncEnd.Failed)));
        Assert.Equal(0, await admin.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.Action == "import")));
    }

    [Fact]
    public async Task Imports_are_limited_by_the_hour()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var root = await SidekickClient.RootAsync(shop);
        for (var i = 0; i < 20; i++) (await root.PostAsync(Import)).ShouldBe(400);
        (await root.PostAsync(Import)).ShouldBe(429, """{"ok":false,"errors":["Demasiadas solicitudes. Inténtalo más tarde."]}""");
        for (var i = 0; i < 30; i++) (await root.PostAsync(Preview)).ShouldBe(400);
        (await root.PostAsync(Preview)).ShouldBe(429);
    }
}
