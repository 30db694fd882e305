using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Hosting;

/// <summary>The verbs of the executable.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            using var host = BodegaServer.Build(ReadConfiguration());
            if (args is ["schema"])
            {
                await using var scope = host.Services.CreateAsyncScope();
                await Console.Out.WriteLineAsync(scope.ServiceProvider.GetRequiredService<BodegaDb>().Database.GenerateCreateScript());
                return 0;
            }
            var password = await StartUp.PrepareAsync(host.Services, CancellationToken.None);
            await host.StartAsync();
            await Console.Out.WriteLineAsync(StartUp.Banner(host.Services, password));
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception) when (exception is BadSettingException or MigrationRefusedException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    /// <summary>Environment over <c>bodega.json</c> over the old names.</summary>
    public static IConfiguration ReadConfiguration()
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return new ConfigurationBuilder()
            .AddInMemoryCollection(SettingAliases.From(environment))
            .AddJsonFile(Path.GetFullPath("bodega.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
    }
}
