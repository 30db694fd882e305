using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Tenants;

namespace Bodega.Server.Hosting;

/// <summary>Makes a database ready before the first request: schema, tenant, first administrator.</summary>
internal static class StartUp
{
    /// <summary>Migrates and fills an empty database.</summary>
    /// <returns>The first administrator's password, if it was generated now.</returns>
    public static async Task<string?> PrepareAsync(IServiceProvider services, CancellationToken ct)
    {
        var settings = services.GetRequiredService<Settings>();
        await services.GetRequiredService<Migrator>().RunAsync(ct);
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FirstRun>()
            .RunAsync(new FirstAdministrator(settings.AdminUserName, settings.AdminEmail, settings.AdminPassword), ct);
    }

    /// <summary>What a person sees once: where everything is.</summary>
    public static string Banner(IServiceProvider services, string? generatedPassword)
    {
        var settings = services.GetRequiredService<Settings>();
        var lines = new List<string>
        {
            $"Bodega {typeof(StartUp).Assembly.GetName().Version?.ToString(3)} on {services.GetRequiredService<DatabaseProvider>().Name}, data in {Path.GetFullPath(settings.DataDirectory)}",
            "",
        };
        lines.AddRange(services.GetRequiredService<IReadOnlyList<ServedSurface>>().Select(served => $"  {served.Surface.Title,-14} {served.Address.ToString().TrimEnd('/')}"));
        lines.Add("");
        lines.Add($"  Passwords are hashed with {services.GetRequiredService<PasswordHasher>().NewHashes}.");
        if (generatedPassword is not null)
            lines.Add($"  First administrator: {settings.AdminUserName}, password {generatedPassword} (shown only now; change it with: bodega account password {settings.AdminUserName})");
        return string.Join('\n', lines);
    }
}
