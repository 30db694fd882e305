using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §4.8, <c>PUT /api/sales/&lt;id&gt;</c>.</summary>
public sealed class CorrectingSales
{
    [Theory, EachDatabase]
    public async Task A_correction_is_refused_in_the_contracts_words_and_changes_nothing(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        await shop.HasAsync("Leche", 10, 10, "7501");
        await shop.HasByWeightAsync("Queso", 10, 1, 1);
        (await client.PostAsync("/api/sales", """{"barcode":"7501","quantity":4}""")).ShouldBe(201);
        const string Items = """{"error":"Items inválidos"}""";
        const string Missing = """{"error":"Faltan campos requeridos"}""";
        const string Reference = """{"error":"Referencia inválida: el registro relacionado no existe"}""";
        foreach (var (path, body, status, answer) in new[]
        {
            ("1", "[]", 400, """{"error":"Cuerpo JSON inválido"}"""),
            ("1", "{}", 400, Items),
            ("1", """{"items":{},"vendor_id":1,"payment_method":"x"}""", 400, Items),
            ("1", """{"items":[],"vendor_id":1,"payment_method":"x"}""", 400, Items),
            ("1", """{"items":[{"item_id":1,"quantity":0}],"vendor_id":1,"payment_method":"x"}""", 400, Items),
            ("1", """{"items":[7],"vendor_id":1,"payment_method":"x"}""", 400, Items),
            ("1", """{"items":[{"item_id":1,"quantity":1}],"payment_method":"x"}""", 400, Missing),
            ("1", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":1}""", 400, Missing),
            ("1", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":"","payment_method":"x"}""", 400, Missing),
            ("1", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":1,"payment_method":" "}""", 400, Missing),
            ("1", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":{},"payment_method":"x"}""", 400, Reference),
            ("1", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":99,"payment_method":"x"}""", 400, Reference),
            ("1", """{"items":[{"item_id":99,"quantity":1}],"vendor_id":1,"payment_method":"x"}""", 400, Reference),
            ("1", """{"items":[{"item_id":2,"quantity":1}],"vendor_id":1,"payment_method":"x"}""", 400, Reference),
            ("1", """{"items":[{"item_id":1,"quantity":11}],"vendor_id":1,"payment_method":"x"}""", 400, """{"error":"Stock insuficiente para ID 1"}"""),
            ("1", """{"items":[{"item_id":1,"quantity":6},{"item_id":1,"quantity":5}],"vendor_id":1,"payment_method":"x"}""", 400, """{"error":"Stock insuficiente para ID 1"}"""),
            ("1", """{"items":[{"item_id":1,"quantity":9223372036854775807},{"item_id":1,"quantity":9223372036854775807}],"vendor_id":1,"payment_method":"x"}""", 400, """{"error":"Stock insuficiente para ID 1"}"""),
            ("1", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":1,"payment_method":"Fiado"}""", 200, """{"message":"Venta actualizada exitosamente"}"""),
            ("1", """{"items":[{"item_id":1,"quantity":4}],"vendor_id":1,"payment_method":"Fiado"}""", 400, """{"error":"Debe seleccionar un cliente para venta fiada"}"""),
            ("1", """{"items":[{"item_id":1,"quantity":10}],"vendor_id":"1","payment_method":"Efectivo"}""", 200, """{"message":"Venta actualizada exitosamente"}"""),
            ("99", """{"items":[{"item_id":1,"quantity":1}],"vendor_id":1,"payment_method":"x"}""", 404, """{"error":"Venta no encontrada"}"""),
            ("99999999999999999999", "{}", 404, """{"error":"Ruta no encontrada"}"""),
        })
            (await client.PutAsync("/api/sales/" + path, body)).ShouldBe(status, answer);
        (await client.GetAsync("/api/sales/99/edit")).ShouldBe(404, """{"error":"Venta no encontrada"}""");
        Assert.Equal(0, await shop.OnHandAsync(1));
        Assert.Equal(1, await shop.ShouldBalanceAsync());
    }

    [Theory, EachDatabase]
    public async Task Lines_swapped_for_others_move_both_stocks_and_both_times_of_last_sale(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = await shop.SignInAsync();
        await shop.HasAsync("Leche", 10, 10, "1");
        await shop.HasAsync("Pan", 10, 3, "2");
        await shop.HasAsync("Té", 10, 2, "3");
        (await client.PostAsync("/api/sales", """{"barcode":"1","quantity":4}""")).ShouldBe(201);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        (await client.PostAsync("/api/sales", """{"barcode":"1","quantity":1}""")).ShouldBe(201);
        (await client.PostAsync("/api/sales", """{"barcode":"3","quantity":1}""")).ShouldBe(201);
        (await client.PutAsync("/api/sales/2", """{"items":[{"item_id":2,"quantity":5},{"item_id":3,"quantity":1},{"item_id":2,"quantity":1}],"vendor_id":1,"payment_method":"Efectivo"}""")).ShouldBe(200);
        Assert.Equal((6, 4, 8), (await shop.OnHandAsync(1), await shop.OnHandAsync(2), await shop.OnHandAsync(3)));
        await shop.ShouldBalanceAsync();
        (await client.PutAsync("/api/sales/1", """{"items":[{"item_id":3,"quantity":1}],"vendor_id":1,"payment_method":"Efectivo"}""")).ShouldBe(200);
        Assert.Null(await shop.LookAsync((_, db) => db.StockLevels.Where(level => level.ProductId == 1).Select(level => level.LastSoldAt).FirstAsync()));
        Assert.Equal(3, await shop.ShouldBalanceAsync());
    }
}
