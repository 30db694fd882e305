using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The group <c>backup</c> (contract §7.7).</summary>
/// <param name="AutoEnabled">Back up by the clock.</param>
/// <param name="FrequencyDays">Days between backups.</param>
/// <param name="RetentionDays">Older files are deleted.</param>
/// <param name="DestinationPath">Folder below the data directory.</param>
/// <param name="MostFiles">The newest of them are kept.</param>
internal sealed record BackupSettings(bool AutoEnabled, int FrequencyDays, int RetentionDays, string DestinationPath, int MostFiles)
{
    public static BackupSettings Default { get; } = new(false, 7, 5, "sync_folder", 5);

    public JsonObject ToJson() => new()
    {
        ["auto_enabled"] = AutoEnabled,
        ["frequency_days"] = FrequencyDays,
        ["retention_days"] = RetentionDays,
        ["destination_path"] = DestinationPath,
        ["max_backups_archives"] = MostFiles,
    };

    /// <summary>Reads the group as the store shows it; what makes no sense is as by default.</summary>
    public static BackupSettings Of(JsonObject group) => new(
        group["auto_enabled"]?.GetValueKind() == JsonValueKind.True,
        Whole(group["frequency_days"]) ?? Default.FrequencyDays,
        Whole(group["retention_days"]) ?? Default.RetentionDays,
        group["destination_path"] is { } path && IsFolder(path) ? path.GetValue<string>() : Default.DestinationPath,
        Whole(group["max_backups_archives"]) ?? Default.MostFiles);

    public static bool IsSound(JsonObject group) =>
        group.All(field => field.Key switch
        {
            "auto_enabled" => field.Value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "frequency_days" or "retention_days" or "max_backups_archives" => Whole(field.Value) is not null,
            "destination_path" => field.Value is { } path && IsFolder(path),
            _ => true,
        });

    // Names only, no way up and no way out: the folder lies below the data directory whatever is written here.
    private static bool IsFolder(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 and <= 200 } path
        && path.Split('/') is { Length: <= 8 } parts
        && parts.All(part => part.Length > 0 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' '));

    private static int? Whole(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue(out int number) && number is >= 1 and <= 3660 ? number : null;
}
