using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Demo;
using Bodega.Server.Hosting.Verbs;
using Bodega.Tenants;

namespace Bodega.Server.Hosting;

/// <summary>What starting has made.</summary>
/// <param name="GeneratedPassword">The first administrator's password, if it was made up now.</param>
/// <param name="DemoFilled">True when the demo was asked for and filled in now; null when it was not asked for.</param>
internal sealed record Prepared(string? GeneratedPassword, bool? DemoFilled);

/// <summary>Makes a database ready before the first request: schema, tenant, first administrator, demo.</summary>
internal static class StartUp
{
    /// <summary>Migrates and fills an empty database.</summary>
    public static Task<Prepared> PrepareAsync(IServiceProvider services, CancellationToken ct) => PrepareAsync(services, demo: false, ct);

    /// <summary>Migrates and fills an empty database, with a demo if asked for.</summary>
    /// <exception cref="BadSettingException">A setting does not fit what is in the database.</exception>
    public static async Task<Prepared> PrepareAsync(IServiceProvider services, bool demo, CancellationToken ct)
    {
        var settings = services.GetRequiredService<Settings>();
        MakeDataDirectory(settings.DataDirectory);
        await services.GetRequiredService<Migrator>().RunAsync(ct);
        string? generated;
        await using (var scope = services.CreateAsyncScope())
            generated = await scope.ServiceProvider.GetRequiredService<FirstRun>()
                .RunAsync(new FirstAdministrator(settings.AdminUserName, settings.AdminEmail, settings.AdminPassword ?? (demo ? ServeVerb.DemoPassword : null)), ct);
        foreach (var served in services.GetRequiredService<IReadOnlyList<ServedSurface>>()) await served.Surface.CheckAsync(services, ct);
        if (!demo) return new(generated, null);
        await using var demoScope = services.CreateAsyncScope();
        return new(generated, await demoScope.ServiceProvider.GetRequiredService<FillDemo>().RunAsync(ct));
    }

    /// <summary>What a person sees once: where everything is.</summary>
    public static string Banner(IServiceProvider services, Prepared prepared)
    {
        var settings = services.GetRequiredService<Settings>();
        var lines = new List<string>
        {
            $"Bodega {typeof(StartUp).Assembly.GetName().Version?.ToString(3)} on {services.GetRequiredService<DatabaseProvider>().Name}, data in {Path.GetFullPath(settings.DataDirectory)}",
            "",
        };
        lines.AddRange(services.GetRequiredService<IReadOnlyList<ServedSurface>>().Select(served => $"  {served.Surface.Title,-14} {served.Address.ToString().TrimEnd('/')}"));
        lines.Add("");
        if (prepared.GeneratedPassword is { } password)
            lines.Add($"  First administrator: {settings.AdminUserName}, password {password} (shown only now; change it with: bodega account password {settings.AdminUserName})");
        if (prepared.DemoFilled == true)
            lines.Add($"  Demo: sign in as {settings.AdminUserName}{(settings.AdminPassword is null ? $" / {ServeVerb.DemoPassword}" : "")}, {string.Join(", ", FillDemo.SignIns.Select(s => $"{s.UserName} / {s.Password}"))}; on Inventory also as {string.Join(" or ", FillDemo.CompanySignIns.Emails)} / {FillDemo.CompanySignIns.Password}, on Sidekick as {string.Join(" or ", FillDemo.RentalSignIns.Emails)} / {FillDemo.RentalSignIns.Password}. These passwords are public.");
        if (prepared.DemoFilled == false)
            lines.Add("  Demo: there is data already, nothing was added.");
        lines.AddRange(settings.Warnings.Select(warning => $"  Warning: {warning}"));
        // Last, whatever else there was to say: who reads the table line by line knows that it is whole.
        lines.Add($"  Passwords are hashed with {services.GetRequiredService<PasswordHasher>().NewHashes}.");
        return string.Join('\n', lines);
    }

    // The database and the keys lie in it: nobody else on the machine has to read them. A folder that exists is left as it is.
    private static void MakeDataDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
