using System.Text;
using Bodega.Server.Tests.Inventory;
using Bodega.Tests;

namespace Bodega.Server.Tests.Hosting;

/// <summary><c>bodega import products</c>, the real executable.</summary>
public sealed class ImportingByTheVerb
{
    [Theory, EachDatabase]
    public async Task A_list_comes_in_whole_or_not_at_all(Database database)
    {
        await using var data = await TestDatabase.CreateAsync(database);
        (string, string)[] settings = [("ConnectionStrings__Bodega", data.ConnectionString), ("Data__Directory", data.Directory), ("Admin__Password", "Root_pass1!")];
        var list = Path.Combine(data.Directory, "lista.csv");
        Task<Ended> ImportAsync(params string[] arguments) => BodegaProcess.RunAsync(data.Directory, ["import", "products", .. arguments], null, settings);
        // A company is founded by the first start.
        using (await BodegaProcess.ServeAsync(data.Directory, [], settings)) await File.WriteAllTextAsync(list, "nombre;precio\nA;1\n", TestContext.Current.CancellationToken);
        var refused = await ImportAsync(list);
        Assert.Equal((1, "No column of lista.csv holds: Name, Price. Its columns are: nombre;precio."), (refused.Code, refused.Errors.Trim()));
        refused = await ImportAsync(list, "--company", "nobody");
        Assert.Equal((1, "There is no company 'nobody'."), (refused.Code, refused.Errors.Trim()));
        refused = await ImportAsync(Path.Combine(data.Directory, "none.csv"));
        Assert.Equal(1, refused.Code);
        Assert.StartsWith("Nothing was imported: none.csv is no list that can be read.", refused.Errors, StringComparison.Ordinal);
        refused = await ImportAsync(Directory.CreateDirectory(Path.Combine(data.Directory, "folder.csv")).FullName);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith("Nothing was imported: folder.csv is no list that can be read.", refused.Errors, StringComparison.Ordinal);

        var rows = new StringBuilder("nombre,precio,cantidad,categoria\n");
        for (var i = 1; i <= 12_000; i++) rows.Append("Producto ").Append(i).Append(i == 6_000 ? ",gratis" : ",1.5").Append(",2,Grupo ").Append(i % 7).Append('\n');
        await File.WriteAllTextAsync(list, rows.ToString(), TestContext.Current.CancellationToken);
        refused = await ImportAsync(list);
        Assert.Equal((1, "Nothing was imported: 1 rows break a rule. Mend them, or leave them out with --skip-bad-rows."), (refused.Code, refused.Errors.Trim()));
        Assert.Contains("5000 rows …", refused.Output, StringComparison.Ordinal);
        Assert.Contains("line 6001  no price: \"gratis\"  Producto 6000", refused.Output, StringComparison.Ordinal);
        // Torn in the middle: nothing of it stays either.
        await File.AppendAllTextAsync(list, "Z,1,1,\0\n", TestContext.Current.CancellationToken);
        refused = await ImportAsync(list, "--skip-bad-rows");
        Assert.Equal(1, refused.Code);
        await File.WriteAllTextAsync(list, rows.ToString(), TestContext.Current.CancellationToken);
        var done = await ImportAsync(list, "--skip-bad-rows", "--company", "main");
        Assert.Equal((0, ""), (done.Code, done.Errors.Trim()));
        Assert.Contains("11999 products for ", done.Output, StringComparison.Ordinal);
        Assert.Contains(", 1 rows left out.", done.Output, StringComparison.Ordinal);
        var workbook = Path.Combine(data.Directory, "lista.xlsx");
        await File.WriteAllBytesAsync(workbook, await Lists.WorkbookAsync(["nombre", "precio", "categoria"], ["Último", 3, "Grupo 0"]), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await ImportAsync(workbook)).Code);
        Assert.Contains("Every row keeps every rule.", (await BodegaProcess.RunAsync(data.Directory, ["doctor"], null, settings)).Output, StringComparison.Ordinal);
        Assert.Equal(12_000, await CountAsync(data));
    }

    private static async Task<long> CountAsync(TestDatabase data)
    {
        var provider = data.Open();
        await using var connection = await provider.OpenAsync(CancellationToken.None);
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM products";
        var counted = (long)(await count.ExecuteScalarAsync())!; // a count is one
        await connection.CloseAsync();
        (provider as IDisposable)!.Dispose(); // both are
        return counted;
    }
}
