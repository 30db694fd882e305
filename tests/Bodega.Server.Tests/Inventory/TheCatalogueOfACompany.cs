using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Purchasing;
using Bodega.Quotes;
using Bodega.Sales;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Inventory;

/// <summary>Products and categories of the Inventory API (its contract, trade §3, §5, §22).</summary>
public sealed class TheCatalogueOfACompany
{
    [Theory, EachDatabase]
    public async Task The_contracts_examples_answer_as_written(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var admin = company.Admin;
        Assert.Equal("""{"id":1,"nombre":"Herramientas","prefijo":"HER","empresaId":"C"}""", Company.Plain((await admin.PostAsync("/api/categorias", """{"nombre":"Herramientas"}""")).ShouldBe(201)));
        (await admin.PostAsync("/api/categorias", """{"nombre":"Hermanos","prefijo":"her"}""")).ShouldBe(409, """{"error":"Ya existe una categoría con el prefijo \"HER\". Elige uno distinto."}""");
        (await admin.PostAsync("/api/categorias", """{"nombre":"X","prefijo":"a-b"}""")).ShouldBe(400, """{"error":"El prefijo debe tener entre 2 y 8 letras o números (sin espacios ni símbolos)."}""");
        (await admin.GetAsync("/api/productos/sugerir-codigo?categoria=1")).ShouldBe(200, """{"codigo":"HER-00001"}""");

        var made = (await admin.PostAsync("/api/productos", """{"nombre":" Martillo ","precio":"35000","cantidad":"20","categoriaId":"1"}""")).ShouldBe(201);
        Assert.Equal("""{"id":1,"nombre":"Martillo","descripcion":null,"codigo":"HER-00001","precio":35000,"cantidad":20,"stockMinimo":1,"categoriaId":1,"creadoEn":"T","empresaId":"C"}""", Company.Plain(made));
        Assert.Equal(
            """{"items":[{"id":1,"productoId":1,"tipo":"entrada","cantidad":20,"notas":"Stock inicial","ventaId":null,"ordenCompraId":null,"creadoEn":"T","empresaId":"C","producto":{"id":1,"nombre":"Martillo","descripcion":null,"codigo":"HER-00001","precio":35000,"cantidad":20,"stockMinimo":1,"categoriaId":1,"creadoEn":"T","empresaId":"C"}}],"nextCursor":null,"total":1}""",
            Company.Plain((await admin.GetAsync("/api/movimientos")).ShouldBe(200)));
        (await admin.PostAsync("/api/productos", """{"nombre":"Otro","codigo":"HER-00001","precio":1,"categoriaId":1}""")).ShouldBe(409, """{"error":"Ya existe un producto con ese código."}""");
        (await admin.PutAsync("/api/productos/1", """{"nombre":"Martillo","codigo":"HER-00001","precio":36000,"cantidad":10,"stockMinimo":2,"categoriaId":1}"""))
            .ShouldBe(400, """{"error":"No se puede reducir la cantidad desde la edición del producto. Para descontar stock, registra un movimiento de salida desde Movimientos."}""");
        Assert.Equal(
            """{"id":1,"nombre":"Martillo","descripcion":null,"codigo":"HER-00001","precio":36000,"cantidad":25,"stockMinimo":2,"categoriaId":1,"creadoEn":"T","empresaId":"C"}""",
            Company.Plain((await admin.PutAsync("/api/productos/1", """{"nombre":"Martillo","codigo":"HER-00001","precio":36000,"cantidad":25,"stockMinimo":2,"categoriaId":1}""")).ShouldBe(200)));
        var newest = (await admin.GetAsync("/api/movimientos?limite=1")).ShouldBe(200).Json;
        Assert.Equal((2, "entrada", 5, "Ajuste por edición"), (newest.GetProperty("nextCursor").GetInt32(), newest.GetProperty("items")[0].GetProperty("tipo").GetString(), newest.GetProperty("items")[0].GetProperty("cantidad").GetInt32(), newest.GetProperty("items")[0].GetProperty("notas").GetString()));
        Assert.Equal(
            """[{"id":1,"productoId":1,"precioAnterior":35000,"precioNuevo":36000,"creadoEn":"T","cambiadoPorId":"C","empresaId":"C","cambiadoPor":{"nombre":"Lía","email":"lia@demo.co"}}]""",
            Company.Plain((await admin.GetAsync("/api/productos/1/historial-precios")).ShouldBe(200)));
        (await admin.PostAsync("/api/movimientos", """{"productoId":1,"tipo":"salida","cantidad":30}""")).ShouldBe(400, """{"error":"Stock insuficiente para \"Martillo\". Solicitas 30, disponible 25."}""");
        (await admin.PostAsync("/api/movimientos", """{"productoId":1,"tipo":"ajuste","cantidad":1}""")).ShouldBe(400, """{"error":"El tipo de movimiento debe ser \"entrada\" o \"salida\"."}""");

        Assert.Equal(
            """{"items":[{"id":1,"nombre":"Martillo","descripcion":null,"codigo":"HER-00001","precio":36000,"cantidad":25,"stockMinimo":2,"categoriaId":1,"creadoEn":"T","empresaId":"C","categoria":{"id":1,"nombre":"Herramientas","prefijo":"HER","empresaId":"C"}}],"nextCursor":null,"total":1}""",
            Company.Plain((await admin.GetAsync("/api/productos")).ShouldBe(200)));
        Assert.Equal(
            """{"id":1,"nombre":"Martillo","descripcion":null,"codigo":"HER-00001","precio":36000,"cantidad":25,"stockMinimo":2,"creadoEn":"T","categoria":{"id":1,"nombre":"Herramientas","prefijo":"HER"}}""",
            Company.Plain((await admin.GetAsync("/api/productos/1")).ShouldBe(200)));
        Assert.Equal("""[{"id":1,"nombre":"Herramientas","prefijo":"HER","empresaId":"C","_count":{"productos":1}}]""", Company.Plain((await admin.GetAsync("/api/categorias")).ShouldBe(200)));
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task Strangers_users_without_the_right_and_other_companies_are_refused(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var category = await company.HasCategoryAsync("Herramientas");
        var product = await company.HasProductAsync("Martillo", category, 20);
        var user = await company.ColleagueAsync("uno@demo.co");
        var other = await InventoryClient.SignUpAsync(company.Shop, "Otra", "otra@demo.co");
        var stranger = company.Shop.Stranger();
        (await stranger.GetAsync("/api/productos")).ShouldBe(401, """{"error":"No autenticado"}""");
        (await stranger.GetAsync($"/api/productos/{product}")).ShouldBe(401, """{"error":"No autenticado"}""");
        (await stranger.GetAsync($"/api/productos/{product}/historial-precios")).ShouldBe(401, """{"error":"No autorizado"}""");
        (await stranger.GetAsync("/api/categorias")).ShouldBe(401, """{"error":"No autorizado"}""");
        (await stranger.GetAsync("/api/movimientos")).ShouldBe(401, """{"error":"No autenticado"}""");
        (await stranger.PostAsync("/api/productos/importar", "{}")).ShouldBe(401, """{"error":"No autorizado"}""");
        (await user.PostAsync("/api/categorias", """{"nombre":"Z"}""")).ShouldBe(403, """{"error":"No autorizado"}""");
        (await user.GetAsync($"/api/productos/{product}")).ShouldBe(200);
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "/api/productos"), (HttpMethod.Put, "/api/productos/1"), (HttpMethod.Delete, "/api/productos/1"), (HttpMethod.Post, "/api/productos/bulk-delete"), (HttpMethod.Post, "/api/productos/importar"),
            (HttpMethod.Get, "/api/productos/plantilla"), (HttpMethod.Get, "/api/productos/sugerir-codigo?categoria=1"), (HttpMethod.Put, "/api/categorias/1"), (HttpMethod.Delete, "/api/categorias/1"),
            (HttpMethod.Post, "/api/categorias/bulk-delete"), (HttpMethod.Post, "/api/movimientos/bulk-delete"),
        })
            (await user.SendAsync(method, path, null)).ShouldBe(403, """{"error":"No autorizado"}""");

        (await other.GetAsync($"/api/productos/{product}")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await other.GetAsync($"/api/productos/{product}/historial-precios")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await other.GetAsync("/api/productos")).ShouldBe(200, """{"items":[],"nextCursor":null,"total":0}""");
        (await other.GetAsync("/api/categorias")).ShouldBe(200, "[]");
        (await other.GetAsync("/api/movimientos")).ShouldBe(200, """{"items":[],"nextCursor":null,"total":0}""");
        (await other.PutAsync($"/api/productos/{product}", $$"""{"nombre":"Robo","precio":1,"cantidad":99,"categoriaId":{{category}}}""")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await other.DeleteAsync($"/api/productos/{product}")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await other.PostAsync("/api/productos/bulk-delete", $$"""{"ids":[{{product}}]}""")).ShouldBe(404, """{"error":"No se encontró ningún producto con esos IDs."}""");
        (await other.PostAsync("/api/productos", $$"""{"nombre":"Robo","precio":1,"categoriaId":{{category}}}""")).ShouldBe(400, """{"error":"La categoría seleccionada no existe o no pertenece a la empresa."}""");
        (await other.PutAsync($"/api/categorias/{category}", """{"nombre":"Robo","prefijo":"ROB"}""")).ShouldBe(404, """{"error":"Categoría no encontrada."}""");
        (await other.DeleteAsync($"/api/categorias/{category}")).ShouldBe(404, """{"error":"Categoría no encontrada."}""");
        (await other.GetAsync($"/api/productos/sugerir-codigo?categoria={category}")).ShouldBe(404, """{"error":"No se pudo sugerir el código."}""");
        (await other.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":1}""")).ShouldBe(404, """{"error":"Producto no encontrado o no pertenece a la empresa"}""");
        (await other.PostAsync("/api/movimientos/bulk-delete", """{"ids":[1]}""")).ShouldBe(404, """{"error":"No se encontró ningún movimiento con esos IDs."}""");
        Assert.Equal(20, await company.OnHandAsync(product));
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_is_told_in_the_contracts_order(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var (admin, category) = (company.Admin, await company.HasCategoryAsync("Herramientas"));
        foreach (var (body, error) in new[]
        {
            ("""{}""", "El nombre es obligatorio."), ("""{"nombre":"  "}""", "El nombre es obligatorio."), ("""{"nombre":7}""", "El nombre es obligatorio."),
            ("""{"nombre":"A","precio":"x"}""", "La categoría es obligatoria."), ("""{"nombre":"A","categoriaId":0}""", "La categoría es obligatoria."), ("""{"nombre":"A","categoriaId":"x"}""", "La categoría es obligatoria."),
            ("""{"nombre":"A","categoriaId":99,"precio":"x"}""", "La categoría seleccionada no existe o no pertenece a la empresa."),
            ("""{"nombre":"A","categoriaId":1}""", "El precio debe ser un número válido."), ("""{"nombre":"A","categoriaId":1,"precio":-1}""", "El precio debe ser un número válido."),
            ("""{"nombre":"A","categoriaId":1,"precio":1e300}""", "El precio debe ser un número válido."),
            ("""{"nombre":"A","categoriaId":1,"precio":1,"cantidad":-1}""", "La cantidad debe ser un número entero no negativo."),
            ("""{"nombre":"A","categoriaId":1,"precio":1,"cantidad":2147483648}""", "La cantidad debe ser un número entero no negativo."),
            ("""{"nombre":"A","categoriaId":1,"precio":1,"stockMinimo":-1}""", "El stock mínimo debe ser un número entero no negativo."),
        })
            (await admin.PostAsync("/api/productos", body.Replace("\"categoriaId\":1,", $"\"categoriaId\":{category},", StringComparison.Ordinal).Replace("\"categoriaId\":1}", $"\"categoriaId\":{category}}}", StringComparison.Ordinal)))
                .ShouldBe(400, $$"""{"error":"{{error}}"}""");
        (await admin.PostAsync("/api/productos", $$"""{"nombre":"{{new string('a', 256)}}","categoriaId":{{category}},"precio":1}""")).ShouldBe(400, """{"error":"El nombre no puede tener más de 255 caracteres."}""");
        (await admin.PostAsync("/api/productos", "{")).ShouldBe(400, """{"error":"Cuerpo de la petición inválido."}""");
        (await admin.SendAsync(HttpMethod.Post, "/api/productos", new StringContent("nombre=x"))).ShouldBe(400, """{"error":"Content-Type debe ser application/json"}""");

        var product = await company.HasProductAsync("Martillo", category, 5);
        await company.HasProductAsync("Clavo", category, 5, code: "CLA");
        string Change(string name, string value)
        {
            var fields = new Dictionary<string, string> { ["nombre"] = "\"Martillo\"", ["precio"] = "1", ["cantidad"] = "5", ["stockMinimo"] = "1", ["categoriaId"] = $"{category}" };
            if (value.Length > 0) fields[name] = value;
            else fields.Remove(name);
            return "{" + string.Join(',', fields.Select(field => $"\"{field.Key}\":{field.Value}")) + "}";
        }
        (await admin.PutAsync("/api/productos/0", "{}")).ShouldBe(400, """{"error":"ID inválido."}""");
        (await admin.PutAsync("/api/productos/x", "{}")).ShouldBe(400, """{"error":"ID inválido."}""");
        foreach (var (name, value, error) in new[]
        {
            ("cantidad", "", "La cantidad debe ser un número entero no negativo."), ("cantidad", "-1", "La cantidad debe ser un número entero no negativo."), ("nombre", "\" M \"", "El nombre debe tener al menos 2 caracteres."),
            ("precio", "null", "El precio debe ser un número válido no negativo."), ("stockMinimo", "-1", "El stock mínimo debe ser un número entero no negativo."), ("stockMinimo", "\"x\"", "El stock mínimo debe ser un número entero no negativo."),
            ("cantidad", "4", "No se puede reducir la cantidad desde la edición del producto. Para descontar stock, registra un movimiento de salida desde Movimientos."),
            ("categoriaId", "", "La categoría es obligatoria."), ("categoriaId", "99", "La categoría seleccionada no existe."),
        })
            (await admin.PutAsync($"/api/productos/{product}", Change(name, value))).ShouldBe(400, $$"""{"error":"{{error}}"}""");
        (await admin.PutAsync("/api/productos/999999999999999999999", Change("cantidad", "0"))).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await admin.PutAsync($"/api/productos/{product}", Change("codigo", "\"CLA\""))).ShouldBe(409, """{"error":"Ya existe un producto con ese código."}""");
        (await admin.PutAsync($"/api/productos/{product}", Change("stockMinimo", ""))).ShouldBe(200);
        Assert.Contains("\"stockMinimo\":0,", (await admin.PutAsync($"/api/productos/{product}", Change("stockMinimo", "0"))).ShouldBe(200).Text, StringComparison.Ordinal);
        (await admin.GetAsync("/api/productos/x")).ShouldBe(404, """{"error":"Producto no encontrado"}""");
        (await admin.GetAsync("/api/productos/bulk-delete")).ShouldBe(405, "");
        (await admin.PutAsync("/api/productos/plantilla", "{}")).ShouldBe(405, "");
        (await admin.PatchAsync($"/api/productos/{product}", "{}")).ShouldBe(405, "");
        (await admin.GetAsync("/api/productos/sugerir-codigo")).ShouldBe(400, """{"error":"Falta la categoría."}""");
        (await admin.PostAsync("/api/productos/bulk-delete", """{"ids":[]}""")).ShouldBe(400, """{"error":"Debes seleccionar al menos un producto."}""");
        (await admin.PostAsync("/api/productos/bulk-delete", "{")).ShouldBe(400, """{"error":"Debes seleccionar al menos un producto."}""");
        (await admin.PostAsync("/api/productos/bulk-delete", """{"ids":["x",-1,2.5]}""")).ShouldBe(400, """{"error":"IDs inválidos."}""");
        (await admin.PostAsync("/api/productos/bulk-delete", """{"ids":[999]}""")).ShouldBe(404, """{"error":"No se encontró ningún producto con esos IDs."}""");
        (await admin.PostAsync("/api/categorias/bulk-delete")).ShouldBe(400, """{"error":"Debes seleccionar al menos una categoría."}""");
        (await admin.PostAsync("/api/categorias/bulk-delete", """{"ids":["x"]}""")).ShouldBe(400, """{"error":"IDs inválidos."}""");
        (await admin.PostAsync("/api/categorias/bulk-delete", """{"ids":[999]}""")).ShouldBe(404, """{"error":"No se encontró ninguna categoría con esos IDs."}""");
        (await admin.PutAsync("/api/categorias/x", "{}")).ShouldBe(400, """{"error":"ID inválido."}""");
        (await admin.PutAsync("/api/categorias/999", """{"nombre":"A"}""")).ShouldBe(400, """{"error":"El prefijo es obligatorio."}""");
        (await admin.PutAsync("/api/categorias/999", """{"nombre":"A","prefijo":"a"}""")).ShouldBe(400, """{"error":"El prefijo debe tener entre 2 y 8 letras o números (sin espacios ni símbolos)."}""");
        (await admin.PutAsync("/api/categorias/999", """{"nombre":"A","prefijo":"ab"}""")).ShouldBe(404, """{"error":"Categoría no encontrada."}""");
        (await admin.DeleteAsync("/api/categorias/x")).ShouldBe(404, """{"error":"Categoría no encontrada."}""");
    }

    [Theory, EachDatabase]
    public async Task Categories_are_renamed_and_removed_but_never_from_under_their_products(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var admin = company.Admin;
        async Task<string> PrefixAsync(string name) => (await admin.PostAsync("/api/categorias", $$"""{"nombre":"{{name}}"}""")).ShouldBe(201).Json.GetProperty("prefijo").GetString()!;
        Assert.Equal(["BEB", "BEBE", "NAN", "TE", "TE1", "CAT", "CAT1", "A"], new[] { await PrefixAsync("Bebidas"), await PrefixAsync("Bebés"), await PrefixAsync("Ñandú"), await PrefixAsync("Té"), await PrefixAsync("té"), await PrefixAsync("***"), await PrefixAsync("%%"), await PrefixAsync("A") });
        (await admin.PostAsync("/api/categorias", """{"nombre":" Bebidas "}""")).ShouldBe(409, """{"error":"Ya existe otra categoría con ese nombre."}""");
        (await admin.PostAsync("/api/categorias", """{"nombre":"Vinos","prefijo":" a "}""")).ShouldBe(409, """{"error":"Ya existe una categoría con el prefijo \"A\". Elige uno distinto."}""");
        var drinks = (await admin.GetAsync("/api/categorias")).Json.EnumerateArray().Single(c => c.GetProperty("nombre").GetString() == "Bebidas").GetProperty("id").GetInt64();
        var tea = (await admin.GetAsync("/api/categorias")).Json.EnumerateArray().Single(c => c.GetProperty("nombre").GetString() == "Té").GetProperty("id").GetInt64();
        await company.HasProductAsync("Agua", drinks);
        (await admin.PutAsync($"/api/categorias/{drinks}", """{"nombre":"Té","prefijo":"BBD"}""")).ShouldBe(409, """{"error":"Ya existe otra categoría con ese nombre."}""");
        (await admin.PutAsync($"/api/categorias/{drinks}", """{"nombre":"Bebidas","prefijo":"nan"}""")).ShouldBe(409, """{"error":"Ya existe otra categoría con ese prefijo."}""");
        Assert.Equal($$"""{"id":{{drinks}},"nombre":"Refrescos","prefijo":"REF9","empresaId":"C"}""", Company.Plain((await admin.PutAsync($"/api/categorias/{drinks}", """{"nombre":" Refrescos ","prefijo":" ref9 "}""")).ShouldBe(200)));
        // Old codes stay, and the new prefix counts from the beginning.
        (await admin.GetAsync($"/api/productos/sugerir-codigo?categoria={drinks}")).ShouldBe(200, """{"codigo":"REF9-00001"}""");
        Assert.Contains("\"codigo\":\"BEB-00001\"", (await admin.GetAsync("/api/productos")).Text, StringComparison.Ordinal);
        (await admin.DeleteAsync($"/api/categorias/{drinks}")).ShouldBe(400, """{"error":"No se puede eliminar una categoría con productos asociados"}""");
        (await admin.PostAsync("/api/categorias/bulk-delete", $$"""{"ids":[{{tea}},"{{drinks}}"]}""")).ShouldBe(409, """{"error":"1 categoría(s) tienen productos asociados: \"Refrescos\" (1). Reasigna o borra esos productos primero."}""");
        (await admin.DeleteAsync($"/api/categorias/{tea}")).ShouldBe(200, """{"mensaje":"Categoría eliminada correctamente"}""");
        var rest = string.Join(',', (await admin.GetAsync("/api/categorias")).Json.EnumerateArray().Select(c => c.GetProperty("id").GetInt64()).Where(id => id != drinks).Order());
        (await admin.PostAsync("/api/categorias/bulk-delete", $$"""{"ids":[{{rest}},999]}""")).ShouldBe(200, $$"""{"eliminadas":6,"ids":[{{rest}}]}""");
        var trail = await company.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.Category).OrderBy(entry => entry.Id).Select(entry => entry.Action + ":" + (entry.Before ?? "") + (entry.After ?? "")).ToListAsync());
        Assert.Equal(8 + 1 + 1 + 1, trail.Count);
        Assert.Contains($$$"""update:{"id":{{{drinks}}},"name":"Bebidas","prefix":"BEB"}{"id":{{{drinks}}},"name":"Refrescos","prefix":"REF9"}""", trail);
    }

    [Theory, EachDatabase]
    public async Task Codes_count_on_from_the_highest_in_the_category_and_pass_over_those_taken_elsewhere(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var (tools, others) = (await company.HasCategoryAsync("Herramientas"), await company.HasCategoryAsync("Otros"));
        async Task ShouldSuggestAsync(string code) => (await company.Admin.GetAsync($"/api/productos/sugerir-codigo?categoria={tools}")).ShouldBe(200, $$"""{"codigo":"{{code}}"}""");
        await company.HasProductAsync("A", tools, code: "HER-00007");
        await company.HasProductAsync("B", tools, code: "HERX-00099");
        await company.HasProductAsync("C", tools, code: "77");
        await ShouldSuggestAsync("HER-00008");
        await company.HasProductAsync("D", others, code: "HER-00008");
        await ShouldSuggestAsync("HER-00009");
        var highest = await company.HasProductAsync("E", tools);
        await ShouldSuggestAsync("HER-00010");
        (await company.Admin.DeleteAsync($"/api/productos/{highest}")).ShouldBe(200, """{"mensaje":"Producto eliminado correctamente"}""");
        await ShouldSuggestAsync("HER-00009");
        await company.HasProductAsync("F", tools, code: "HER-99999");
        await ShouldSuggestAsync("HER-100000");
        // Disabled products are not shown, but keep their codes.
        await company.LookAsync((_, db) => DisableAsync(db, "HER-99999"));
        (await company.Admin.PostAsync("/api/productos", $$"""{"nombre":"G","codigo":"HER-99999","precio":1,"categoriaId":{{tools}}}""")).ShouldBe(409, """{"error":"Ya existe un producto con ese código."}""");
    }

    [Theory, EachDatabase]
    public async Task Products_made_at_once_all_get_a_code_of_their_own(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var (tools, others) = (await company.HasCategoryAsync("Herramientas"), await company.HasCategoryAsync("Otros"));
        // Half of them with codes made up, and others that take the very codes by hand.
        var replies = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => company.Admin.PostAsync("/api/productos", i % 2 == 0
            ? $$"""{"nombre":"Uno","precio":1,"cantidad":1,"categoriaId":{{tools}}}"""
            : $$"""{"nombre":"Dos","precio":1,"cantidad":1,"categoriaId":{{others}},"codigo":"HER-{{i:00000}}"}""")));
        Assert.All(replies.Where((_, i) => i % 2 == 0), reply => reply.ShouldBe(201));
        Assert.All(replies, reply => Assert.True(reply.Status is 201 or 409, reply.Text));
        var codes = await company.LookAsync((_, db) => db.Products.Select(p => p.Barcode).ToListAsync());
        Assert.Equal(replies.Count(reply => reply.Status == 201), codes.Distinct().Count());
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task Pages_have_no_gaps_between_products_of_the_same_instant(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var lines = string.Join("\\n", Enumerable.Range(1, 130).Select(i => $"P{i},{i}"));
        (await company.Admin.PostAsync("/api/productos/importar", $$"""{"csv":"nombre,precio\n{{lines}}"}""")).ShouldBe(200);
        async Task<List<long>> WalkAsync(string list, int limit)
        {
            var (seen, cursor) = (new List<long>(), "");
            do
            {
                var page = (await company.Admin.GetAsync($"{list}?limite={limit}{cursor}")).ShouldBe(200).Json;
                Assert.Equal(page.GetProperty("items").GetArrayLength(), page.GetProperty("total").GetInt32());
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64()));
                cursor = page.GetProperty("nextCursor").ValueKind == System.Text.Json.JsonValueKind.Null ? "" : $"&cursor={page.GetProperty("nextCursor").GetInt64()}";
            }
            while (cursor.Length > 0);
            return seen;
        }
        var all = await company.LookAsync((_, db) => db.Products.OrderByDescending(p => p.Id).Select(p => p.Id).ToListAsync());
        Assert.Equal(all, await WalkAsync("/api/productos", 7));
        Assert.Equal(all, await WalkAsync("/api/productos", 1000));
        async Task<(int Total, long First)> PageAsync(string query)
        {
            var page = (await company.Admin.GetAsync($"/api/productos{query}")).ShouldBe(200).Json;
            return (page.GetProperty("total").GetInt32(), page.GetProperty("items")[0].GetProperty("id").GetInt64());
        }
        Assert.Equal((50, all[0]), await PageAsync("?limite=x&cursor=x"));
        Assert.Equal((1, all[0]), await PageAsync("?limite=-3"));
        Assert.Equal((100, all[0]), await PageAsync("?limite=500"));
        // A product that was deleted meanwhile is still a place to go on from, and so is one that never was.
        (await company.Admin.DeleteAsync($"/api/productos/{all[9]}")).ShouldBe(200);
        Assert.Equal((50, all[10]), await PageAsync($"?cursor={all[9]}"));
        Assert.Equal((50, all[0]), await PageAsync("?cursor=99999999999999999999"));
        var walked = await company.Shop.Services.GetRequiredService<SqlLog>().ListenAsync(() => company.Admin.GetAsync($"/api/productos?cursor={all[20]}"));
        Assert.Equal(2, walked.Count(sql => sql.Contains("FROM products", StringComparison.Ordinal) || sql.Contains("\"products\"", StringComparison.Ordinal) || sql.Contains("products AS", StringComparison.Ordinal)));
    }

    [Theory, EachDatabase]
    public async Task What_sales_quotes_and_orders_name_is_not_removed(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var (admin, category) = (company.Admin, await company.HasCategoryAsync("Herramientas"));
        var (sold, quoted, ordered, free, other) = (
            await company.HasProductAsync("Martillo", category, 5), await company.HasProductAsync("Clavo", category), await company.HasProductAsync("Sierra", category),
            await company.HasProductAsync("Broca", category, 3), await company.HasProductAsync("Lima", category));
        await company.LookAsync((_, db) => NameThemAsync(db, sold, quoted, ordered));
        (await admin.PutAsync($"/api/productos/{free}", $$"""{"nombre":"Broca","precio":2,"cantidad":4,"categoriaId":{{category}}}""")).ShouldBe(200);
        static string Text(string list, int count) => $$"""{"error":"{{count}} producto(s) tienen ventas o cotizaciones asociadas: {{list}}. No se borrará nada hasta que se eliminen sus ventas/cotizaciones o uses \"Restablecer datos\"."}""";
        (await admin.PostAsync("/api/productos/bulk-delete", $$"""{"ids":[{{sold}}]}""")).ShouldBe(409, Text("\\\"Martillo\\\"", 1));
        (await admin.PostAsync("/api/productos/bulk-delete", $$"""{"ids":[{{quoted}},"{{sold}}",{{free}}]}""")).ShouldBe(409, Text("\\\"Martillo\\\", \\\"Clavo\\\"", 2));
        (await admin.DeleteAsync($"/api/productos/{sold}")).ShouldBe(409, Text("\\\"Martillo\\\"", 1));
        (await admin.DeleteAsync($"/api/productos/{ordered}")).ShouldBe(409, Text("\\\"Sierra\\\"", 1));
        (await admin.PostAsync("/api/productos/bulk-delete", $$"""{"ids":[{{ordered}},{{free}}]}""")).ShouldBe(409, """{"error":"Error al eliminar productos."}""");
        // A cancelled sale blocks as well.
        await company.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            await db.Sales.ExecuteUpdateAsync(set => set.SetProperty(sale => sale.IsCancelled, true));
            await db.SaleLines.ExecuteUpdateAsync(set => set.SetProperty(line => line.IsCancelled, true));
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        (await admin.DeleteAsync($"/api/productos/{sold}")).ShouldBe(409, Text("\\\"Martillo\\\"", 1));
        (await admin.PostAsync("/api/productos/bulk-delete", $$"""{"ids":[{{sold}}]}""")).ShouldBe(409, Text("\\\"Martillo\\\"", 1));
        (await admin.PostAsync("/api/productos/bulk-delete", $$"""{"ids":[{{other}},{{free}},{{free}},999]}""")).ShouldBe(200, $$"""{"eliminados":2,"ids":[{{free}},{{other}}]}""");
        (await admin.GetAsync($"/api/productos/{free}")).ShouldBe(404);
        Assert.Equal((0, 0, 0), await company.LookAsync(async (_, db) =>
            (await db.StockMovements.CountAsync(m => m.ProductId == free), await db.PriceChanges.CountAsync(), await db.StockLevels.CountAsync(l => l.ProductId == free))));
        var trail = await company.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.Action == AuditActions.Delete).Select(entry => entry.Details).SingleAsync());
        Assert.Equal($$"""{"operation":"bulk_delete","count":2,"products":[{"id":{{free}},"name":"Broca","barcode":"HER-00004"},{"id":{{other}},"name":"Lima","barcode":"HER-00005"}]}""", trail);
    }

    [Theory, EachDatabase]
    public async Task An_order_that_is_being_written_keeps_its_product(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var product = await company.HasProductAsync("Sierra", await company.HasCategoryAsync("Herramientas"), 3);
        Reply[] replies = [];
        await company.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            var supplier = new Supplier { Name = "Acme", CreatedAt = DateTimeOffset.UnixEpoch };
            db.Add(supplier);
            await db.SaveChangesAsync(CancellationToken.None);
            var order = new PurchaseOrder { SupplierId = supplier.Id, Total = Money.Of(1), CreatedAt = DateTimeOffset.UnixEpoch };
            order.Lines.Add(new PurchaseOrderLine { ProductId = product, Quantity = 1, UnitCost = Money.Of(1), Total = Money.Of(1) });
            db.Add(order);
            await db.SaveChangesAsync(CancellationToken.None);
            // Both look while the order is not there yet, and wait for its writer.
            var removals = Task.WhenAll(company.Admin.DeleteAsync($"/api/productos/{product}"), company.Admin.PostAsync("/api/productos/bulk-delete", $$"""{"ids":[{{product}}]}"""));
            await Task.Delay(500);
            Assert.False(removals.IsCompleted);
            await work.CommitAsync(CancellationToken.None);
            replies = await removals;
            return 0;
        });
        replies[0].ShouldBe(409, """{"error":"1 producto(s) tienen ventas o cotizaciones asociadas: \"Sierra\". No se borrará nada hasta que se eliminen sus ventas/cotizaciones o uses \"Restablecer datos\"."}""");
        replies[1].ShouldBe(409, """{"error":"Error al eliminar productos."}""");
        Assert.Equal(3, await company.OnHandAsync(product));
        await company.ShouldBeWellAsync();
    }

    [Theory, EachDatabase]
    public async Task The_trail_tells_what_a_product_was_and_is(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var (admin, category) = (company.Admin, await company.HasCategoryAsync("Herramientas"));
        var product = await company.HasProductAsync("Martillo", category, 5, 5000);
        (await admin.PutAsync($"/api/productos/{product}", $$"""{"nombre":"Mazo","descripcion":"de goma","precio":7500.5,"cantidad":6,"stockMinimo":2,"categoriaId":{{category}}}""")).ShouldBe(200);
        (await admin.DeleteAsync($"/api/productos/{product}")).ShouldBe(200);
        var trail = await company.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.Product).OrderBy(entry => entry.Id).ToListAsync());
        var (old, now) = (
            $$"""{"id":{{product}},"name":"Martillo","barcode":"HER-00001","description":null,"price":5000,"quantity":5,"min_quantity":1,"category_id":{{category}},"category":"Herramientas"}""",
            $$"""{"id":{{product}},"name":"Mazo","barcode":"HER-00001","description":"de goma","price":7500.5,"quantity":6,"min_quantity":2,"category_id":{{category}},"category":"Herramientas"}""");
        Assert.Equal([("create", null, old), ("update", old, now), ("delete", now, null)], trail.Select(entry => (entry.Action, entry.Before, entry.After)));
        Assert.All(trail, entry => Assert.Equal(product, entry.EntityId));
    }

    [Theory, EachDatabase]
    public async Task A_sale_while_a_product_is_edited_is_not_lost(Database database)
    {
        await using var company = await Company.OpenAsync(database);
        var category = await company.HasCategoryAsync("Herramientas");
        var product = await company.HasProductAsync("Martillo", category, 10);
        // Each editor sets 10, 11, 12, … and each exit takes one: whatever the order, the ledger adds up and nothing is taken twice.
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? company.Admin.PostAsync("/api/movimientos", $$"""{"productoId":{{product}},"tipo":"salida","cantidad":1}""")
            : company.Admin.PutAsync($"/api/productos/{product}", $$"""{"nombre":"Martillo","precio":{{i}},"cantidad":{{10 + i}},"categoriaId":{{category}}}""")));
        Assert.All(replies, reply => Assert.True(reply.Status is 200 or 201 or 400, reply.Text));
        await company.ShouldBeWellAsync();
        var ledger = await company.LookAsync((_, db) => db.StockMovements.Where(m => m.ProductId == product).SumAsync(m => m.Quantity));
        Assert.Equal(ledger, await company.OnHandAsync(product));
    }

    private static async Task<int> DisableAsync(BodegaDb db, string code)
    {
        await using var work = await db.BeginAsync(CancellationToken.None);
        var changed = await db.Products.Where(p => p.Barcode == code).ExecuteUpdateAsync(set => set.SetProperty(p => p.IsActive, false));
        await work.CommitAsync(CancellationToken.None);
        return changed;
    }

    private static async Task<int> NameThemAsync(BodegaDb db, long sold, long quoted, long ordered)
    {
        var (now, member) = (DateTimeOffset.UnixEpoch, db.Caller.MembershipId!.Value);
        await using var work = await db.BeginAsync(CancellationToken.None);
        var sale = new Sale { At = now, SellerId = member, PaymentMethod = "Efectivo", Total = Money.Of(1), AmountPaid = Money.Of(1) };
        sale.Lines.Add(new SaleLine { ProductId = sold, Quantity = 1, UnitPrice = Money.Of(1), Total = Money.Of(1), At = now });
        var quote = new Quote { SellerId = member, Total = Money.Of(1), ValidUntil = now, At = now, Status = QuoteStatus.Cancelled };
        quote.Lines.Add(new QuoteLine { ProductId = quoted, Quantity = 1, UnitPrice = Money.Of(1), Total = Money.Of(1) });
        var supplier = new Supplier { Name = "Acme", CreatedAt = now };
        db.AddRange(sale, quote, supplier);
        await db.SaveChangesAsync(CancellationToken.None);
        var order = new PurchaseOrder { SupplierId = supplier.Id, Total = Money.Of(1), CreatedAt = now };
        order.Lines.Add(new PurchaseOrderLine { ProductId = ordered, Quantity = 1, UnitCost = Money.Of(1), Total = Money.Of(1) });
        db.Add(order);
        await db.SaveChangesAsync(CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
        return 0;
    }
}
