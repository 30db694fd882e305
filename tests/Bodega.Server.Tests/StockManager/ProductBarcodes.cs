using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Bodega.Tests.Files;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §6.2.</summary>
public sealed class ProductBarcodes
{
    private static string Product(string barcode, string name = "n") => $$"""{"barcode":"{{barcode}}","name":"{{name}}","quantity":1,"min_quantity":1,"price":1}""";

    [Theory, EachDatabase]
    public async Task A_code_is_made_up_or_set_by_hand(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", Product("7501"));
        await root.PostAsync("/api/products", Product("PRD000003"));
        await root.PostAsync("/api/products", Product("x"));
        (await root.PostAsync("/products/1/barcode/regenerate")).ShouldBe(200, """{"success":true,"message":"Código de barras actualizado a: PRD000001","barrs_code":"PRD000001"}""");
        (await root.PostAsync("/products/1/barcode/regenerate")).ShouldBe(200, """{"success":true,"message":"Código de barras actualizado a: PRD000001","barrs_code":"PRD000001"}""");
        (await root.PostAsync("/products/3/barcode/regenerate")).ShouldBe(409, """{"error":"Ya existe un registro con ese valor"}""");
        (await root.PutAsync("/products/3/barcode/update", """{"barrs_code":" abc-9 "}""")).ShouldBe(200, """{"success":true,"message":"Código actualizado a: abc-9","barrs_code":"abc-9"}""");
        Assert.Equal(1, (await root.GetAsync("/api/products?search=ABC-9")).Json.GetProperty("total").GetInt32());
        (await root.PutAsync("/products/3/barcode/update", """{"barrs_code":"PRD000001"}""")).ShouldBe(409, """{"error":"Ya existe un registro con ese valor"}""");
        foreach (var body in new[] { "{}", """{"barrs_code":" "}""", """{"barrs_code":null}""", """{"barrs_code":5}""", """{"barrs_code":"a\u0000"}""" })
            (await root.PutAsync("/products/3/barcode/update", body)).ShouldBe(400, """{"error":"Código de barras no puede estar vacío"}""");
        (await root.PutAsync("/products/3/barcode/update", """{"barrs_code":"123456789012345678901"}""")).ShouldBe(400, """{"error":"Código de barras: Máximo 20 caracteres (tiene 21)"}""");
        (await root.PutAsync("/products/3/barcode/update", "{")).ShouldBe(400, """{"error":"Cuerpo JSON inválido"}""");
        (await root.PutAsync("/products/9/barcode/update", """{"barrs_code":"q"}""")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await root.PostAsync("/products/9/barcode/regenerate")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        var foreign = await shop.ForeignProductAsync();
        (await root.PostAsync($"/products/{foreign}/barcode/regenerate")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await root.GetAsync($"/products/{foreign}/barcode/image")).ShouldBe(404, """{"error":"Producto sin código de barras"}""");
        (await root.GetAsync("/products/9/barcode/image")).ShouldBe(404, """{"error":"Producto sin código de barras"}""");
        Assert.Equal(2, await shop.LookAsync((_, db) => db.AuditEntries.CountAsync(e => e.Action == "update" && e.Succeeded)));
    }

    [Theory, EachDatabase]
    public async Task The_picture_reads_back(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var (code, read) in new[]
                 {
                     ("7501031311309", "EAN-13:7501031311309"), ("96385074", "EAN-8:96385074"), ("036000291452", "UPC-A:036000291452"),
                     ("7501031311300", "CODE-128:7501031311300"), ("PRD000012", "CODE-128:PRD000012"),
                 })
        {
            await root.PostAsync("/api/products", Product(code));
            var id = (await root.GetAsync($"/api/items?q={code}")).Json[0].GetProperty("id").GetInt64();
            var picture = await root.GetAsync($"/products/{id}/barcode/image");
            Assert.Equal((200, "image/png"), (picture.Status, picture.ContentType));
            Assert.Equal(read, (await ExternalProgram.ReadAsync("zbarimg", picture.Bytes, "-q", "-Supca.enable", "{file}")).Trim());
        }
        await root.PostAsync("/api/products", Product("код"));
        (await root.GetAsync("/products/6/barcode/image")).ShouldBe(404, """{"error":"Producto sin código de barras"}""");
    }

    [Theory, EachDatabase]
    public async Task Labels_are_printed_on_a_sheet(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", Product("7501031311309", "Un nombre muy largo ñandú"));
        await root.PostAsync("/api/products", Product("P-2", "Pan"));
        await root.PostAsync("/api/products", Product("P-3", "Apagado"));
        await root.DeleteAsync("/api/products/3");
        var foreign = await shop.ForeignProductAsync();
        (await root.GetAsync("/products/barcodes/pdf")).ShouldBe(400, """{"error":"No hay productos seleccionados"}""");
        (await root.GetAsync("/products/barcodes/pdf?ids=,,")).ShouldBe(400, """{"error":"No hay productos seleccionados"}""");
        (await root.GetAsync("/products/barcodes/pdf?ids=a,-1,1.5,99999999999999999999")).ShouldBe(400, """{"error":"IDs inválidos"}""");
        (await root.GetAsync($"/products/barcodes/pdf?ids=3,99,{foreign}")).ShouldBe(400, """{"error":"No hay productos con código de barras"}""");
        var sheet = await root.GetAsync($"/products/barcodes/pdf?ids=2,x,1,2,3,{foreign}");
        Assert.Equal((200, "application/pdf", $"attachment; filename=codigos_barras_{shop.Clock.GetUtcNow().ToUnixTimeSeconds()}.pdf"), (sheet.Status, sheet.ContentType, sheet.Headers["Content-Disposition"]));
        var text = (await ExternalProgram.ReadAsync("pdftotext", sheet.Bytes, "-layout", "{file}", "-")).Split((char[])[' ', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["P-2", "7501031311309", "Pan", "Un", "nombre", "muy", "largo"], text);
    }
}
