using System.Text;
using Bodega.Audit;
using Bodega.Catalog.Lists;
using Bodega.Files.Spreadsheets;
using Bodega.Sales;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Inventory;

/// <summary>Bulk import of the Inventory API (its contract, trade §6).</summary>
public sealed class Importing
{
    [Theory, EachDatabase]
    public async Task The_contracts_examples_answer_as_written(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        (await company.Admin.PostAsync("/api/productos/importar", """{"csv":"producto,valor,color\nAgua,\"$1,250\",azul\nSin precio,,rojo"}""")).ShouldBe(
            200, """{"formato":"csv","mapeo":{"nombre":"producto","precio":"valor"},"ignoradas":["color"],"total":2,"creados":1,"errores":1,"resultados":[{"linea":2,"codigo":"SIN-00001","nombre":"Agua","estado":"creado","productoId":1},{"linea":3,"codigo":"","nombre":"Sin precio","estado":"error","mensaje":"Precio inválido: \"\"."}]}""");
        (await company.Admin.PostAsync("/api/productos/importar", """{"csv":"color,peso\nazul,2"}""")).ShouldBe(
            400, """{"error":"No se encontraron columnas para: nombre (acepta: nombre, producto, articulo); precio (acepta: precio, valor, precio venta). Verifica los encabezados del archivo.","mapeo":{},"ignoradas":["color","peso"],"faltantes":["nombre","precio"]}""");
        (await company.Admin.PostAsync("/api/productos/importar", """{"csv":"Nombre,STOCK,color\nA,1,b"}""")).ShouldBe(
            400, """{"error":"No se encontraron columnas para: precio (acepta: precio, valor, precio venta). Verifica los encabezados del archivo.","mapeo":{"nombre":"nombre","cantidad":"stock"},"ignoradas":["color"],"faltantes":["precio"]}""");
    }

    [Theory, EachDatabase]
    public async Task The_template_comes_in_cleanly(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var template = (await company.Admin.GetAsync("/api/productos/plantilla")).ShouldBe(200);
        Assert.Equal(("text/csv; charset=utf-8", "attachment; filename=\"plantilla_productos.csv\"", "no-store"), (template.ContentType, template.Headers["Content-Disposition"], template.Headers["Cache-Control"]));
        Assert.Equal(
            "\uFEFFcodigo,nombre,descripcion,precio,cantidad,stockMinimo,categoria\nLAP-001,Lápiz HB,Caja por 12 unidades,5000,100,20,Oficina\nPAPEL-001,Resma carta,75 gr 500 hojas,15000,50,10,Oficina\nAGUA-001,Agua mineral 600ml,Sin gas,2500,200,40,Bebidas",
            template.Text);
        Assert.Equal(
            ["2 LAP-001 Lápiz HB: creado  Categoría \"Oficina\" creada con prefijo OFI.", "3 PAPEL-001 Resma carta: creado", "4 AGUA-001 Agua mineral 600ml: creado  Categoría \"Bebidas\" creada con prefijo BEB."],
            (await company.ImportAsync("plantilla.csv", template.Bytes)).Rows());
        var product = (await company.Admin.GetAsync("/api/productos/1")).ShouldBe(200);
        Assert.Contains("\"nombre\":\"Lápiz HB\",\"descripcion\":\"Caja por 12 unidades\",\"codigo\":\"LAP-001\",\"precio\":5000,\"cantidad\":100,\"stockMinimo\":20,", product.Text, StringComparison.Ordinal);
        Assert.Equal("Stock inicial (importación CSV)", (await company.Admin.GetAsync("/api/movimientos")).Json.GetProperty("items")[0].GetProperty("notas").GetString());
        var trail = await company.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.Details!.Contains("origin")).OrderBy(entry => entry.Id).Select(entry => $"{entry.Action} {entry.EntityType} {entry.EntityId} {entry.Details} {entry.UserName}").ToListAsync());
        Assert.Equal(5, trail.Count);
        Assert.StartsWith("create category 2 {\"origin\":\"import\"}", trail[0], StringComparison.Ordinal);
        Assert.StartsWith("create product 1 {\"origin\":\"import_csv\"}", trail[2], StringComparison.Ordinal);
        var after = await company.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.Product).OrderBy(entry => entry.Id).Select(entry => entry.After).FirstAsync());
        Assert.Equal("""{"id":1,"name":"L\u00E1piz HB","barcode":"LAP-001","description":"Caja por 12 unidades","price":5000,"quantity":100,"min_quantity":20,"category_id":2,"category":"Oficina"}""", after);
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task The_first_rule_that_a_row_breaks_is_told(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        await company.HasProductAsync("Viejo", await company.HasCategoryAsync("Vinos"), code: "VIN-00002");
        var report = await company.ImportAsync(
            $"""
            Código;x,NOMBRE,precio_venta,Existencias,Mínimo,Grupo,Notas,codigo
            ,,x,x,x,,,
            ,A,abc,x,x,,,
            ,A,-1,x,x,,,
            ,A," $ 1,250.50 ",x,x,,,
            ,A,1,5,x,,,
            ,A,1,-5,,,,
            ,A,1,2147483648,,,,
            ,A,1,,,,,VIN-00002
            ,A,1,,0,vinos,,

            ,B,2abc,3.9,,VINOS,,
            ,C,1,,,Nueva,,VIN-00002
            ,D,1,,,nueva,,VIN-00009
            ,E,1,,,vinos,,VIN-00010
            ,F,1,,,Vinos,,
            ,G,1,,,,,VIN-00011
            ,H,99999999999,,,,,
            ,{new string('h', 256)},1,,,,,
            ,I,1,,,{new string('i', 256)},,
            """);
        report.ShouldBe(200);
        Assert.Equal("""{"codigo":"codigo","nombre":"nombre","descripcion":"notas","precio":"precio_venta","cantidad":"existencias","stockMinimo":"mínimo","categoria":"grupo"}""", report.Json.GetProperty("mapeo").GetRawText());
        Assert.Equal("""["código;x"]""", report.Json.GetProperty("ignoradas").GetRawText());
        Assert.Equal((18, 6, 12), (report.Json.GetProperty("total").GetInt32(), report.Json.GetProperty("creados").GetInt32(), report.Json.GetProperty("errores").GetInt32()));
        Assert.Equal(
        [
            "2  : error Falta el nombre.", "3  A: error Precio inválido: \"abc\".", "4  A: error Precio inválido: \"-1\".", "5  A: error Cantidad inválida: \"x\".", "6  A: error Stock mínimo inválido: \"x\".", "7  A: error Cantidad inválida: \"-5\".",
            "8  A: error Cantidad inválida: \"2147483648\".", "9 VIN-00002 A: error Ya existe un producto con código \"VIN-00002\".", "10 VIN-00003 A: creado", "11 VIN-00004 B: creado",
            "12 VIN-00002 C: error Ya existe un producto con código \"VIN-00002\".", "13 VIN-00009 D: creado", "14 VIN-00010 E: creado", "15 VIN-00011 F: creado", "16 VIN-00011 G: error Ya existe un producto con código \"VIN-00011\".",
            "17  H: error Precio inválido: \"99999999999\".", $"18  {new string('h', 256)}: error El nombre y el código no pueden tener más de 255 caracteres, ni la descripción más de 2000.",
            $"19 SIN-00001 I: creado  Categoría \"{new string('i', 256)}\" no se pudo crear; se asignó \"Sin clasificar\".",
        ], report.Rows());
        // A category is made even if its row then fails, and the next row finds it.
        Assert.Contains("Nueva", (await company.Admin.GetAsync("/api/categorias")).Json.EnumerateArray().Select(c => c.GetProperty("nombre").GetString()));
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task Quotes_of_every_make_are_understood(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var report = await company.ImportAsync("codigo,nombre,descripcion,precio,color\r\n"
            + "\"W1,\"\"Gasas 10\"\",Vendas,15000\"\r\n"            // a whole line in quotes
            + "W2,Pulidora 4 1/2\" 850W,,1\n"                      // a quote in the middle
            + "W3, \"Con blanco\" ,x,1\n"                          // quotes after a blank
            + "W4,\"Coma, aquí\",\"dos \"\"comillas\"\"\",1\n"
            + "W5,\"Sin cerrar,2,3\n"                              // never closed: the rest of the line is the value
            + "\"W6\",\"dos\nlíneas\",\"x\",\"1\"\n"               // a line break in quotes
            + "\"W7\",\"con \"\"\"\"\",\"x\",\"1\"\n"              // begins and ends with quoted cells: no whole line
            + "W8,Extra,x,1,azul,más,y más\n"
            + "  \n"
            + "W9,Corta\n");
        Assert.Equal(
            ["2 W1 Gasas 10: creado", "3 W2 Pulidora 4 1/2\" 850W: creado", "4 W3 Con blanco: creado", "5 W4 Coma, aquí: creado", "6 W5 Sin cerrar,2,3: error Precio inválido: \"\".", "7 W6 dos\nlíneas: creado", "8 W7 con \"\": creado", "9 W8 Extra: creado", "10 W9 Corta: error Precio inválido: \"\"."],
            report.Rows());
        Assert.Contains("\"descripcion\":\"dos \\\"comillas\\\"\"", (await company.Admin.GetAsync("/api/productos")).Text, StringComparison.Ordinal);
        Assert.Equal(["2 V1 a: creado", "3 V2 b: creado"], (await company.ImportAsync("codigo,nombre,precio\nV1,\"a\",1\nV2,\"b\",1\n")).Rows());
    }

    [Theory, EachDatabase]
    public async Task Workbooks_are_read_from_under_their_title(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var file = await Lists.WorkbookAsync(
            ["Inventario de la tienda"], [], ["Fecha", new DateTime(2026, 7, 1)], ["Código", "Nombre", "PRECIO", "Cantidad", "", "Categoría", "Otra"],
            ["=1+1", "Agua", 1250.5m, 3, "x", "Bebidas", "y"], [Cell.Blank], [Cell.Blank], ["B", "Té", 5000, Cell.Blank, Cell.Blank, "bebidas"], [Cell.Blank], [Cell.Blank], [Cell.Blank], ["C", "Nunca", 1]);
        var report = await company.ImportAsync("LISTA.XLSX", file);
        Assert.Equal(["2 =1+1 Agua: creado  Categoría \"Bebidas\" creada con prefijo BEB.", "3 B Té: creado"], report.Rows());
        Assert.StartsWith("""{"formato":"xlsx","mapeo":{"codigo":"Código","nombre":"Nombre","precio":"PRECIO","cantidad":"Cantidad","categoria":"Categoría"},"ignoradas":["Otra"],"total":2,""", report.Text, StringComparison.Ordinal);
        Assert.Contains("\"codigo\":\"=1+1\",\"precio\":1250.5,\"cantidad\":3,", (await company.Admin.GetAsync("/api/productos")).Text, StringComparison.Ordinal);
        Assert.Equal("Stock inicial (importación XLSX)", (await company.Admin.GetAsync("/api/movimientos")).Json.GetProperty("items")[0].GetProperty("notas").GetString());
        // A formula gives what it was saved with; a header without a telling word is the first row that is not blank.
        var formula = Lists.Workbook(Lists.Row("", "") + Lists.Row("Nombre producto", "Precio venta") + "<row><c t=\"str\"><f>A1&amp;\"x\"</f><v>Suma</v></c><c><f>SUM(1,2)</f><v>3</v></c></row>" + Lists.Row("_x0000_NUL_xD800_", "1"));
        var rows = (await company.ImportAsync("a.xlsm", formula)).Rows();
        Assert.Equal("2 SIN-00001 Suma: creado", rows[0]);
        Assert.Equal(2, rows.Count);
        Assert.DoesNotContain("\0", rows[1], StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Files_that_are_none_are_refused_and_leave_nothing(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        const string unreadable = """{"error":"Error al procesar el archivo."}""", empty = """{"error":"El archivo está vacío."}""", none = """{"error":"No se recibió ningún archivo."}""";
        var csv = Encoding.UTF8.GetBytes("nombre,precio\nA,1\n");
        (await company.ImportAsync("a.csv", csv, part: "otro")).ShouldBe(400, none);
        (await company.ImportAsync("a.csv", [])).ShouldBe(400, none);
        (await company.Admin.SendAsync(HttpMethod.Post, "/api/productos/importar", new MultipartFormDataContent { { new StringContent("texto"), "archivo" } })).ShouldBe(400, none);
        (await company.ImportAsync("a.csv", Encoding.UTF8.GetBytes(" \n\r\n"))).ShouldBe(400, empty);
        foreach (var body in new[] { "{}", """{"csv":7}""", """{"csv":"  "}""" }) (await company.Admin.PostAsync("/api/productos/importar", body)).ShouldBe(400, empty);
        (await company.Admin.PostAsync("/api/productos/importar", "{")).ShouldBe(400, """{"error":"Cuerpo de la petición inválido."}""");
        (await company.Admin.SendAsync(HttpMethod.Post, "/api/productos/importar", new StringContent("nombre,precio"))).ShouldBe(400, """{"error":"Content-Type debe ser application/json"}""");
        (await company.Admin.SendAsync(HttpMethod.Post, "/api/productos/importar", null)).ShouldBe(400);

        (await company.ImportAsync("a.xlsx", csv)).ShouldBe(400, unreadable);
        (await company.ImportAsync("a.csv", await Lists.WorkbookAsync(["nombre", "precio"], ["A", 1]))).ShouldBe(400, unreadable);
        (await company.ImportAsync("a.csv", Encoding.Latin1.GetBytes("nombre,precio\nLápiz,1\n"))).ShouldBe(400, unreadable);
        (await company.ImportAsync("a.csv", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("nombre,precio\nA,1\n")])).ShouldBe(400, unreadable);
        (await company.ImportAsync("a.csv", Encoding.UTF8.GetBytes("nombre,precio\nA\0,1\n"))).ShouldBe(400, unreadable);
        (await company.ImportAsync(new string(',', 1_000_000) + "\n")).ShouldBe(400, unreadable);
        (await company.ImportAsync("nombre,precio\n" + new string(',', 2_000_000) + "\n")).ShouldBe(400, unreadable);
        (await company.ImportAsync("a.xlsx", Lists.Workbook(Lists.Row([.. Enumerable.Repeat("nombre", 201)])))).ShouldBe(400, unreadable);
        (await company.ImportAsync("a.xlsx", Lists.Workbook(Lists.Row("nombre", "precio") + Lists.Row("A", "1") + "<row"))).ShouldBe(400, unreadable);
        (await company.ImportAsync("a.xlsx", Lists.Workbook("<row><c t=\"inlineStr\"><is><t>" + new string(' ', 120 * 1024 * 1024) + "</t></is></c></row>"))).ShouldBe(400, unreadable);
        (await company.ImportAsync("a.xlsx", Lists.Workbook(""))).ShouldBe(400, empty);
        (await company.ImportAsync("a.csv", new byte[11010048])).ShouldBe(413, """{"error":"El archivo excede el límite de 10 MB (tamaño recibido: 10.5 MB)."}""");
        (await company.ImportAsync("nombre,precio\n" + string.Concat(Enumerable.Repeat("A,1\n", 5001)))).ShouldBe(400, """{"error":"El archivo contiene 5,001 filas. El máximo permitido es 5,000."}""");
        Assert.Equal((0, 0), await company.LookAsync(async (_, db) => (await db.Products.CountAsync(), await db.Categories.CountAsync())));
        // Text that opens a quote on every line is slow for nobody.
        var began = TimeProvider.System.GetTimestamp();
        (await company.ImportAsync("nombre,precio\n" + string.Concat(Enumerable.Repeat("\"a\"\",\n", 1_500_000)))).ShouldBe(400);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20));
    }

    [Theory, EachDatabase]
    public async Task Imports_creates_and_sales_at_once_keep_every_rule(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var category = await company.HasCategoryAsync("Bebidas");
        var product = await company.HasProductAsync("Agua", category, 1000);
        for (var round = 0; round < 20; round++)
        {
            var replies = await Task.WhenAll(
                company.ImportAsync($"nombre,precio,cantidad,categoria,codigo\nA,1,2,Bebidas,\nB,1,2,Nueva {round},\nC,1,2,bebidas,FIJO-{round}\n"),
                company.ImportAsync($"nombre,precio,cantidad,categoria,codigo\nD,1,2,Nueva {round},\nE,1,2,Bebidas,FIJO-{round}\nF,1,2,Bebidas,\n"),
                company.Admin.PostAsync("/api/productos", $$"""{"nombre":"G","precio":1,"cantidad":2,"categoriaId":{{category}}}"""),
                company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":1}"""));
            var sale = await company.LookAsync(async (services, _) => (await services.GetRequiredService<SellProducts>().RunAsync(new SaleRequest([new SaleRequestLine(product, 1)], "Efectivo"), CancellationToken.None)).Fault);
            Assert.Null(sale);
            Assert.Equal([200, 200, 201, 201], replies.Select(reply => reply.Status));
            Assert.Equal((5, 1), (replies.Take(2).Sum(reply => reply.Json.GetProperty("creados").GetInt32()), replies.Take(2).Sum(reply => reply.Json.GetProperty("errores").GetInt32())));
        }
        Assert.Equal(1000 - 40, await company.OnHandAsync(product));
        Assert.Equal(22, await company.LookAsync((_, db) => db.Categories.CountAsync()));
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task Long_lists_come_in_whole_or_not_at_all(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        static IEnumerable<ListRow> Rows(int count, int? failingAt = null, int? badAt = null)
        {
            for (var i = 1; i <= count; i++)
            {
                if (i == failingAt) throw new InvalidDataException("Torn.");
                yield return new ListRow("", $"Producto {i}", "", i == badAt ? "x" : "10.5", "3", "", $"Grupo {i % 40}");
            }
        }
        Task<(int Created, int Refused, string? Fault)> ImportAsync(IEnumerable<ListRow> rows, bool skip) => company.LookAsync(async (services, _) =>
        {
            var done = await services.GetRequiredService<ImportList>().RunAsync(rows, new ListImport(FromWorkbook: false, skip), _ => { }, CancellationToken.None);
            return (done.Value?.Created ?? 0, done.Value?.Refused ?? 0, done.Fault?.Subject);
        });
        Task<(int, int, int)> CountAsync() => company.LookAsync(async (_, db) => (await db.Products.CountAsync(), await db.Categories.CountAsync(), await db.StockMovements.CountAsync()));
        await Assert.ThrowsAsync<InvalidDataException>(() => ImportAsync(Rows(8_000, failingAt: 6_500), skip: true));
        Assert.Equal((0, 0, 0), await CountAsync());
        Assert.Equal((0, 0, "1"), await ImportAsync(Rows(3_000, badAt: 2_999), skip: false));
        Assert.Equal((0, 0, 0), await CountAsync());
        Assert.Equal((7_999, 1, null), await ImportAsync(Rows(8_000, badAt: 7), skip: true));
        Assert.Equal((7_999, 41, 7_999), await CountAsync());
        var last = await company.LookAsync((_, db) => db.Products.Where(p => p.Name == "Producto 8000").Select(p => p.Barcode).SingleAsync());
        Assert.EndsWith("-00200", last, StringComparison.Ordinal);
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task A_repeated_key_imports_once(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        const string list = """{"csv":"nombre,precio\nAgua,1"}""";
        var first = (await company.Admin.PostAsync("/api/productos/importar", list, ("Idempotency-Key", "lista"))).ShouldBe(200);
        (await company.Admin.PostAsync("/api/productos/importar", list, ("Idempotency-Key", "lista"))).ShouldBe(200, first.Text);
        Assert.Equal(1, await company.LookAsync((_, db) => db.Products.CountAsync()));
    }
}
