using Bodega.Bench;

return args switch
{
    ["bare", var port, var database, var page, var one] => await BareAsync(port, database, page, one),
    [] or ["run", ..] => await BenchRun.RunAsync(args.Skip(1).ToArray()),
    _ => Usage(),
};

static async Task<int> BareAsync(string port, string database, string page, string one)
{
    await BareServer.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), database, page, one);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: Bodega.Bench [run [--only stockmanager|ocha] [--server FOLDER] [--postgres CONNECTION] [--seconds N] [--rounds N] [--products N] [--warm-up N]]");
    return 1;
}
