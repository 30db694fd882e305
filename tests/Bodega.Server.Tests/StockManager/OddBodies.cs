using System.Net.Http.Headers;
using System.Text;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Bodies that a parser takes and nobody can read: refused like any broken one, never a 500.</summary>
public sealed class OddBodies
{
    [Theory, EachDatabase]
    public async Task Half_characters_in_names_are_no_json(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var path in new[] { "/api/register", "/api/products", "/api/users", "/api/users/reset-password" })
            foreach (var body in new[] { """{"\ud800":1}""", """{"a":[{"\udfff":1}]}""" })
                (await root.PostAsync(path, body)).ShouldBe(400, """{"error":"Cuerpo JSON inválido"}""");
        (await root.PostAsync("/api/sales/bulk", """{"\ud800":1}""")).ShouldBe(400); // lenient: as if nothing had been sent
        (await root.PutAsync("/api/products/1", """{"\ud800":1}""")).ShouldBe(400, """{"error":"Cuerpo JSON inválido"}""");
    }

    [Theory, EachDatabase]
    public async Task A_form_that_ends_in_the_middle_is_no_form(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var path in new[] { "/import", "/import/confirm", "/login", "/register", "/sales/new", "/settings/profile", "/settings/password", "/reset-password" })
            foreach (var cut in new[] { "--x\r\n", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nab" })
            {
                using var form = new ByteArrayContent(Encoding.UTF8.GetBytes(cut));
                form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
                var reply = await root.SendAsync(HttpMethod.Post, path, form);
                Assert.True(reply.Status < 500, $"{path}: {reply.Status} {reply.Text}");
            }
    }
}
