using System.Net.Http.Headers;
using System.Text;
using Bodega.Accounts;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §6.1, worked example 25.</summary>
public sealed class ImportingProducts
{
    private static Task<Reply> UploadAsync(Client client, byte[] file, string? delimiter = null, string? hasHeader = null)
    {
        var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(part, "file", "lista.csv");
        if (delimiter is not null) form.Add(new StringContent(delimiter), "delimiter");
        if (hasHeader is not null) form.Add(new StringContent(hasHeader), "has_header");
        return client.SendAsync(HttpMethod.Post, "/import", form);
    }

    private static Task<Reply> UploadAsync(Client client, string file, string? delimiter = null, string? hasHeader = null) =>
        UploadAsync(client, Encoding.UTF8.GetBytes(file), delimiter, hasHeader);

    private static string KeyOf(Reply reply) => reply.ShouldBe(200).Json.GetProperty("temp_key").GetString()!; // the contract promises it

    private static Task<Reply> ConfirmAsync(Client client, string key, params (string, string)[] columns) =>
        client.FormAsync("/import/confirm", [("temp_key", key), .. columns]);

    private static void ShouldLeadTo(Reply reply, string location, string flash) =>
        Assert.Equal((302, location, $"flash={flash}; Max-Age=60; HttpOnly; Path=/; SameSite=Lax"), (reply.Status, reply.Location, Assert.Single(reply.SetCookies)));

    [Theory, EachDatabase]
    public async Task A_list_is_shown_then_imported_once(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var upload = await UploadAsync(root, "\uFEFF\"codigo\";nombre;desc;cant;min;precio\r\n7501;Leche;1L;10;3;45.5\r\n;\"Pan; \"\"bueno\"\"\";;x;;2\r\n", ";", "1");
        var key = KeyOf(upload);
        upload.ShouldBe(200, $$"""{"temp_key":"{{key}}","headers":["codigo","nombre","desc","cant","min","precio"],"rows":[["7501","Leche","1L","10","3","45.5"],["","Pan; \"bueno\"","","x","","2"]]}""");
        ShouldLeadTo(await ConfirmAsync(root, key), "/", "4.2");
        (await root.GetAsync("/api/products")).ShouldBe(200, """{"data":[{"id":1,"barcode":"7501","name":"Leche","description":"1L","stock":10,"min_stock":3,"price":45.5,"status":1,"expiration_date":null,"created_at":"2026-05-01 10:00:00","updated_at":"2026-05-01 10:00:00"},{"id":2,"barcode":"PRD000002","name":"Pan; \"bueno\"","description":"","stock":0,"min_stock":0,"price":2.0,"status":1,"expiration_date":null,"created_at":"2026-05-01 10:00:00","updated_at":"2026-05-01 10:00:00"}],"total":2,"page":1,"pages":1,"limit":24}""");
        Assert.Equal(1, (await root.GetAsync("/api/products?search=prd000002")).Json.GetProperty("total").GetInt32());
        ShouldLeadTo(await ConfirmAsync(root, key), "/import", "6");
        (await root.PostAsync("/api/products", """{"barcode":"8","name":"n","quantity":1,"min_quantity":1,"price":1}""")).ShouldBe(201);
        Assert.Equal(["import", "create"], await shop.TrailAsync());
        Assert.Equal("""{"imported":2,"skipped":0}""", await shop.LookAsync((_, db) => db.AuditEntries.Where(e => e.Action == "import").Select(e => e.Details).SingleAsync()));
        await shop.LedgerShouldAddUpAsync();
    }

    [Theory, EachDatabase]
    public async Task Rows_that_break_a_rule_are_left_out_and_counted(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await root.PostAsync("/api/products", """{"barcode":"PRD000003","name":"taken","quantity":1,"min_quantity":1,"price":1}""");
        await root.DeleteAsync("/api/products/1"); // taken by a disabled product too
        var rows = string.Join('\n',
            "Código nuevo\t\tA\t5\t2.50\t2027-01-31",             // no column for min: a code of its own
            "PRD000003\tTaken\tA\t5\t2.50",
            "d1\tTwice\tA\t5\t2.50",
            "d1\tTwice\tA\t5\t2.50",
            "\tNo code\tA\t5\t2.50",                                 // id 3: its made-up code is taken
            "c1\tfew",
            "c2\t\tA\t5\t2.50",
            "c3\tabcdefghijklmnopqrstuvwxyz\tA\t5\t2.50",
            "123456789012345678901\tn\tA\t5\t2.50",
            "c4\tn\tA\t5\tcaro",
            "c5\tn\tA\t5\t-1",
            "c6\tn\tA\t5\t1000000.01",
            "c7\tn\tA\t10001\t1",
            "c8\tn\tA\t99999999999999999999\t1",
            "c9\tn\tA\t-5\t1\t",                                     // no plain digits: 0
            "c10\tn\tA\t5\t1\tmañana",
            "c11\tn\tA\t5\tNaN",
            "",
            "c12\t=SUM(1)\tA\t\"5\"\t1");
        var upload = await UploadAsync(root, rows, "\t");
        Assert.Equal("Col0", upload.Json.GetProperty("headers")[0].GetString());
        Assert.Equal(10, upload.Json.GetProperty("rows").GetArrayLength());
        var reply = await ConfirmAsync(root, KeyOf(upload), ("col_quantity", "3"), ("col_min_quantity", "99"), ("col_price", "4"), ("col_expiration_date", "5"));
        ShouldLeadTo(reply, "/", "4.4~5.14");
        var made = await shop.LookAsync((_, db) => db.Products.OrderBy(p => p.Id).Skip(1).Select(p => $"{p.Barcode}|{p.Name}|{p.Stock.OnHand}|{p.Stock.MinStock}").ToListAsync());
        Assert.Equal(4, made.Count);
        Assert.Equal("d1|Twice|5|0", made[0]);
        Assert.EndsWith("|No code|5|0", made[1]);
        Assert.Equal(["c9|n|0|0", "c12|=SUM(1)|5|0"], made[2..]);
        await shop.LedgerShouldAddUpAsync();
    }

    [Theory, EachDatabase]
    public async Task Broken_files_are_refused_and_leave_nothing(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        const string broken = """{"error":"Archivo CSV inválido"}""";
        const string none = """{"error":"No file"}""";
        (await UploadAsync(root, "")).ShouldBe(400, """{"error":"Empty file"}""");
        (await UploadAsync(root, "\uFEFF\r\n\r\n")).ShouldBe(400, """{"error":"Empty file"}""");
        (await UploadAsync(root, "a,b\0,c\n")).ShouldBe(400, broken);
        (await UploadAsync(root, "a,\"b\n1,2\n")).ShouldBe(400, broken);
        (await UploadAsync(root, [0xFF, 0xFE, 0x61, 0x00, 0x2C, 0x00])).ShouldBe(400, broken);
        (await UploadAsync(root, Encoding.Latin1.GetBytes("código,niño\n"))).ShouldBe(400, broken);
        (await UploadAsync(root, [.. Enumerable.Range(0, 4096).Select(n => (byte)(n * 7919 >> 3))])).ShouldBe(400, broken);
        (await UploadAsync(root, [.. Enumerable.Repeat((byte)'x', 15 << 20)])).ShouldBe(400, broken);
        (await UploadAsync(root, [.. Enumerable.Repeat((byte)',', 15 << 20)])).ShouldBe(400, broken);
        (await root.FormAsync("/import", ("file", "x"))).ShouldBe(400, none);
        (await root.PostAsync("/import", "{}")).ShouldBe(400, none);
        (await root.PostAsync("/import")).ShouldBe(400, none);
        var torn = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n1,2"u8.ToArray());
        torn.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        (await root.SendAsync(HttpMethod.Post, "/import", torn)).ShouldBe(400, none);
        var unbound = new ByteArrayContent("x"u8.ToArray());
        unbound.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data");
        (await root.SendAsync(HttpMethod.Post, "/import", unbound)).ShouldBe(400, none);
        Assert.Empty(await shop.LookAsync((_, db) => db.ImportFiles.Select(f => f.Id).ToListAsync()));
        foreach (var key in new[] { "", "x", Guid.NewGuid().ToString(), new string('9', 10_000) })
            ShouldLeadTo(await ConfirmAsync(root, key), "/import", "6");
        ShouldLeadTo(await root.PostAsync("/import/confirm"), "/import", "6");
        var wrongColumns = KeyOf(await UploadAsync(root, "1,n,d,1,1,1\n"));
        ShouldLeadTo(await ConfirmAsync(root, wrongColumns, ("col_name", "-1"), ("col_price", "2147483647"), ("col_barcode", "99999999999999999999")), "/", "4.0~5.1");
    }

    [Theory, EachDatabase]
    public async Task A_list_is_its_uploaders_for_half_an_hour_and_twenty_are_kept(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var (root, admin) = (await shop.SignInAsync(), await shop.MemberAsync("jefe", MembershipRole.Admin));
        var key = KeyOf(await UploadAsync(root, "1,n,d,1,1,1\n"));
        ShouldLeadTo(await ConfirmAsync(admin, key), "/import", "6");
        shop.Clock.Advance(TimeSpan.FromMinutes(30));
        ShouldLeadTo(await ConfirmAsync(root, key), "/import", "6");
        var keys = new List<string>();
        for (var i = 0; i < 22; i++) keys.Add(KeyOf(await UploadAsync(i % 2 == 0 ? root : admin, $"{i},n,d,1,1,1\n")));
        Assert.Equal(20, await shop.LookAsync((_, db) => db.ImportFiles.CountAsync()));
        ShouldLeadTo(await ConfirmAsync(root, keys[0]), "/import", "6");
        ShouldLeadTo(await ConfirmAsync(root, keys[2]), "/", "4.1");
        ShouldLeadTo(await ConfirmAsync(admin, keys[21]), "/", "4.1");
    }

    [Theory, EachDatabase]
    public async Task Confirmed_by_many_at_once_it_is_imported_once(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var rows = string.Concat(Enumerable.Range(1, 2500).Select(n => $"{(n % 3 == 0 ? "" : $"r{n}")},n{n},d,{n % 7},1,1.5\n"));
        var key = KeyOf(await UploadAsync(root, rows));
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ConfirmAsync(root, key)));
        Assert.Single(replies, reply => reply.Location == "/");
        Assert.Equal(5, replies.Count(reply => reply.Location == "/import"));
        Assert.Equal((2500, 2500), await shop.LookAsync(async (_, db) => (await db.Products.CountAsync(), await db.StockLevels.CountAsync())));
        Assert.Equal(833, await shop.LookAsync((_, db) => db.Products.CountAsync(p => p.Barcode!.StartsWith("PRD"))));
        await shop.LedgerShouldAddUpAsync();
    }
}
