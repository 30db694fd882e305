using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §7.6.</summary>
public sealed class ProductAttributes
{
    [Theory, EachDatabase]
    public async Task Attributes_are_made_valued_and_removed(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", CatalogueShop.Milk);
        (await root.PostAsync("/api/product-attributes", """{"name":"Peso","code":"weight","data_type":"number","required":true}""")).ShouldBe(201, """{"ok":true,"message":"Atributo creado"}""");
        (await root.PostAsync("/api/products/1/attributes", """{"name":"Color Principal"}""")).ShouldBe(201,
            """{"ok":true,"message":"Atributo creado","data":{"name":"Color Principal","code":"color_principal","data_type":"text","required":false}}""");
        (await root.PostAsync("/api/products/1/attributes", """{"name":"Frío","data_type":"bool"}""")).ShouldBe(201);
        (await root.PostAsync("/api/products/1/attributes", """{"name":"Alta","data_type":"date"}""")).ShouldBe(201);
        (await root.GetAsync("/api/product-attributes")).ShouldBe(200, """{"ok":true,"data":[{"id":4,"name":"Alta","code":"alta","data_type":"date","required":false},{"id":2,"name":"Color Principal","code":"color_principal","data_type":"text","required":false},{"id":3,"name":"Frío","code":"frío","data_type":"bool","required":false},{"id":1,"name":"Peso","code":"weight","data_type":"number","required":true}]}""");
        (await root.PutAsync("/api/products/1/attributes", """{"attributes":[{"attribute_id":1,"value":1.5},{"attribute_id":"2","value":" azul "},{"attribute_id":3,"value":true},{"attribute_id":4,"value":"2026-05-01"}]}""")).ShouldBe(200, """{"ok":true,"message":"Atributos guardados"}""");
        (await root.PutAsync("/api/products/1/attributes", """{"attributes":[{"attribute_id":4,"value":null},{"attribute_id":2,"value":"rojo"}]}""")).ShouldBe(200, """{"ok":true,"message":"Atributos guardados"}""");
        (await root.GetAsync("/api/products/1/attributes")).ShouldBe(200, """{"ok":true,"data":[{"attribute_id":4,"name":"Alta","code":"alta","data_type":"date","required":false,"value":null},{"attribute_id":2,"name":"Color Principal","code":"color_principal","data_type":"text","required":false,"value":"rojo"},{"attribute_id":3,"name":"Frío","code":"frío","data_type":"bool","required":false,"value":"true"},{"attribute_id":1,"name":"Peso","code":"weight","data_type":"number","required":true,"value":"1.5"}]}""");
        (await root.DeleteAsync("/api/attributes/2")).ShouldBe(200, """{"ok":true,"message":"Atributo eliminado"}""");
        (await root.DeleteAsync("/api/attributes/2")).ShouldBe(404, """{"ok":false,"error":"Atributo no encontrado"}""");
        Assert.DoesNotContain("rojo", (await root.GetAsync("/api/products/1/attributes")).Text);
        Assert.Equal(["create", "create", "create", "create", "create", "update", "update", "delete"], await shop.TrailAsync());
    }

    [Theory, EachDatabase]
    public async Task Wrong_input_is_refused_in_the_contracts_words(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", CatalogueShop.Milk);
        foreach (var type in new[] { "text", "number", "date", "bool" })
            (await root.PostAsync("/api/product-attributes", $$"""{"name":"{{type}}","code":"{{type}}","data_type":"{{type}}","required":1}""")).ShouldBe(201);
        string No(string error) => $$"""{"ok":false,"error":"{{error}}"}""";
        foreach (var body in new[] { "{", "{}", "[]", """{"name":"x"}""", """{"name":" ","code":"x"}""", """{"name":"x","code":5}""" })
            (await root.PostAsync("/api/product-attributes", body)).ShouldBe(400, No("name y code obligatorios"));
        (await root.PostAsync("/api/product-attributes", """{"name":"x","code":"x","data_type":"json"}""")).ShouldBe(400, No("data_type invalido. Usa: text, number, date, bool"));
        (await root.PostAsync("/api/product-attributes", """{"name":"x","code":"x","data_type":0}""")).ShouldBe(400, No("data_type invalido. Usa: text, number, date, bool"));
        (await root.PostAsync("/api/product-attributes", """{"name":"text","code":"other"}""")).ShouldBe(400, No("Ya existe un registro con ese valor"));
        (await root.PostAsync("/api/product-attributes", """{"name":"other","code":"text"}""")).ShouldBe(400, No("Ya existe un registro con ese valor"));
        (await root.PostAsync("/api/product-attributes", $$"""{"name":"{{new string('x', 101)}}","code":"y"}""")).ShouldBe(400, No("name: Máximo 100 caracteres (tiene 101)"));
        (await root.PostAsync("/api/products/1/attributes", "{}")).ShouldBe(400, No("name es obligatorio"));
        var foreign = await shop.ForeignProductAsync();
        foreach (var id in new[] { 99, foreign })
        {
            (await root.PostAsync($"/api/products/{id}/attributes", """{"name":"x"}""")).ShouldBe(404, No("Producto no encontrado"));
            (await root.GetAsync($"/api/products/{id}/attributes")).ShouldBe(404, No("Producto no encontrado"));
            (await root.PutAsync($"/api/products/{id}/attributes", """{"attributes":[{"attribute_id":1,"value":"x"}]}""")).ShouldBe(404, No("Producto no encontrado"));
        }
        foreach (var (body, error) in new[]
                 {
                     ("[]", "attributes debe ser lista"), ("""{"attributes":{}}""", "attributes debe ser lista"), ("""{"attributes":[5]}""", "attributes debe ser lista"), ("""{"attributes":[]}""", "Sin atributos para actualizar"),
                     ("""{"attributes":[{"attribute_id":9,"value":"x"}]}""", "Atributo 9 inexistente"),
                     ("""{"attributes":[{"attribute_id":9999999999999999999999,"value":"x"}]}""", "Atributo 9999999999999999999999 inexistente"),
                     ("""{"attributes":[{"attribute_id":1,"value":"x"},{"attribute_id":2,"value":" "}]}""", "Atributo requerido: number"),
                     ("""{"attributes":[{"attribute_id":2,"value":"x"}]}""", "Valor inválido: number debe ser number"),
                     ("""{"attributes":[{"attribute_id":2,"value":"NaN"}]}""", "Valor inválido: number debe ser number"),
                     ("""{"attributes":[{"attribute_id":3,"value":"01/02/2026"}]}""", "Valor inválido: date debe ser date"),
                     ("""{"attributes":[{"attribute_id":4,"value":"sí"}]}""", "Valor inválido: bool debe ser bool"),
                     ($$"""{"attributes":[{"attribute_id":1,"value":"{{new string('x', 501)}}"}]}""", "Valor inválido: text debe ser text"),
                     ("""{"attributes":[{"attribute_id":1,"value":[]}]}""", "Valor inválido"),
                     ("""{"attributes":[{"attribute_id":1,"value":"\u0000"}]}""", "Valor inválido"),
                 })
            (await root.PutAsync("/api/products/1/attributes", body)).ShouldBe(400, No(error));
        Assert.DoesNotContain("\"value\":\"", (await root.GetAsync("/api/products/1/attributes")).Text);
    }
}
