using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Backs the database up when the shop's settings say that it is time (contract §7.7, §13).</summary>
/// <remarks>Files lie below <c>backups/</c> in the data directory, wherever the setting points; nobody but the server may read them.</remarks>
internal sealed partial class BackUpBySchedule(
    BodegaDb db, Caller caller, [FromKeyedServices("stockmanager")] BoundTenant tenant, TakeLease lease, Settings settings, TimeProvider clock, ILogger<BackUpBySchedule> logger)
{
    private const string Stamp = "yyyyMMdd_HHmmss";

    /// <summary>Makes a backup if one is due, then throws away what is too many or too old.</summary>
    /// <param name="node">This process, on the lease.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The new file, or null when none was made.</returns>
    public async Task<string?> RunAsync(string node, CancellationToken ct)
    {
        await tenant.EnterAsync(caller, ct);
        var group = (await StockSettings.ReadAllAsync(db, ct))[StockSettings.Backup] as JsonObject ?? [];
        var plan = BackupSettings.Of(group);
        if (!plan.AutoEnabled) return null;
        var now = TimeZoneInfo.ConvertTime(clock.GetNow(), caller.Zone).DateTime;
        if (FolderOf(plan) is not { } folder)
        {
            LogOutside(plan.DestinationPath);
            return null;
        }
        var newest = FilesIn(folder).FirstOrDefault();
        if (newest is not null && now - newest.At < TimeSpan.FromDays(plan.FrequencyDays)) return null;
        if (!await lease.RunAsync("backup", node, TimeSpan.FromHours(1), ct)) return null;

        Make(folder);
        var file = Path.Combine(folder, $"{Database}_{now.ToString(Stamp, CultureInfo.InvariantCulture)}.bak");
        // Under another name until it is whole: what is called a backup is one.
        var draft = $"{file}.part";
        File.Delete(draft);
        if (!await db.Provider.BackUpAsync(draft, ct))
        {
            LogNotOurs(db.Provider.Name);
            return null;
        }
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(draft, file, overwrite: true);
        // Only after a new one is there: old backups are better than none.
        foreach (var old in FilesIn(folder).Where((kept, index) => index >= plan.MostFiles || now - kept.At > TimeSpan.FromDays(plan.RetentionDays))) File.Delete(old.Path);
        LogBackedUp(file);
        return file;
    }

    private string Database
    {
        get
        {
            var connection = new DbConnectionStringBuilder { ConnectionString = settings.ConnectionString.Contains("://", StringComparison.Ordinal) ? "" : settings.ConnectionString };
            return connection.TryGetValue("Data Source", out var source) && source is string path ? Path.GetFileNameWithoutExtension(path) : "bodega";
        }
    }

    // The setting holds plain names only; a link on the way could still lead out.
    private string? FolderOf(BackupSettings plan)
    {
        var folder = Path.GetFullPath(Path.Combine(settings.DataDirectory, "backups"));
        foreach (var name in plan.DestinationPath.Split('/'))
        {
            folder = Path.Combine(folder, name);
            if (new DirectoryInfo(folder) is { Exists: true, LinkTarget: not null } || File.Exists(folder)) return null;
        }
        return folder;
    }

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // Newest first; other files in the folder are left alone.
    private List<BackupFile> FilesIn(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var files = new List<BackupFile>();
        foreach (var path in Directory.EnumerateFiles(folder, $"{Database}_*.bak"))
            if (DateTime.TryParseExact(Path.GetFileNameWithoutExtension(path)[(Database.Length + 1)..], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
                files.Add(new BackupFile(path, at));
        return [.. files.OrderByDescending(file => file.At)];
    }

    private sealed record BackupFile(string Path, DateTime At);

    [LoggerMessage(Level = LogLevel.Information, Message = "Backed the database up to {File}")]
    private partial void LogBackedUp(string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No backup was made: on {Database} backups are the business of its own tools (pg_dump)")]
    private partial void LogNotOurs(string database);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No backup was made: the folder {Folder} leads out of the data directory")]
    private partial void LogOutside(string folder);
}

/// <summary>Asks <see cref="BackUpBySchedule"/> every hour.</summary>
internal sealed class BackupClock(IServiceScopeFactory scopes, ILogger<BackupClock> logger) : BackgroundJob(scopes, logger)
{
    protected override Task RunAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<BackUpBySchedule>().RunAsync(Node, ct);

    protected override Task WaitAsync(CancellationToken ct) => Task.Delay(TimeSpan.FromHours(1), ct);
}
