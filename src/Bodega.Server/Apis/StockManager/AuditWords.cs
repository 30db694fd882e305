using System.Globalization;
using System.Text.Json;
using Bodega.Audit;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Says what a row of the audit trail tells, in the contract's words (§11.1).</summary>
internal static class AuditWords
{
    /// <summary>The description of a row.</summary>
    public static string Describe(AuditEntry entry, TimeZoneInfo zone) => (entry.Action, entry.EntityType) switch
    {
        (AuditActions.SignIn, AuditEntities.User) => $"Usuario {entry.UserName} inició sesión a las {WireTime.Clock(entry.At, zone)}",
        (AuditActions.Create, AuditEntities.Sale) when entry.Details is { } sale => Sale(sale),
        (AuditActions.Create, _) when Fields(UserAuditWords.ToWire(entry, entry.Details)) is { Length: > 0 } fields => $"Nuevo {Entity(entry.EntityType)} creado — {fields}",
        (AuditActions.Update, _) when entry.Succeeded && (entry.Before ?? entry.After) is not null => Changes(UserAuditWords.ToWire(entry, entry.Before), UserAuditWords.ToWire(entry, entry.After)),
        (AuditActions.Delete, AuditEntities.User) when Fact(entry.Before, "username") is { } name => $"Usuario eliminado — Nombre de usuario: '{name}' (ID: {entry.EntityId})",
        (AuditActions.Delete, _) when Fact(entry.Before, "name") is { } name => $"{Entity(entry.EntityType)} eliminado — Nombre: '{name}' (ID: {entry.EntityId})",
        _ => $"{Capital(entry.Action)} de {Entity(entry.EntityType)} #{entry.EntityId}",
    };

    private static string Entity(string type) => type switch
    {
        AuditEntities.User => "Usuario",
        AuditEntities.Product => "Producto",
        AuditEntities.Sale => "Venta",
        AuditEntities.Application => "Aplicación",
        AuditEntities.Customer or AuditEntities.CustomerPayment or AuditEntities.CustomerAdjustment => "Deudor",
        AuditEntities.Setting => "Configuración",
        AuditEntities.Notification => "Notificación",
        _ => Capital(type),
    };

    private static string Label(string field) => field switch
    {
        "username" => "Nombre de usuario",
        "email" => "Email",
        "role" => "Rol",
        "status" => "Estado",
        "barcode" => "Código de barras",
        "name" => "Nombre",
        "description" => "Descripción",
        "quantity" => "Cantidad",
        "min_quantity" => "Cantidad mínima",
        "price" => "Precio",
        "expiration_date" => "Fecha de expiración",
        "phone" => "Teléfono",
        "credit_limit" => "Límite de crédito",
        "amount" => "Monto",
        "note" => "Nota",
        "payment_method" => "Método de pago",
        "title" => "Título",
        _ => field,
    };

    // Nuevo Usuario creado — Nombre de usuario: 'x', Email: 'y', Rol: 'z'
    private static string Fields(string? details)
    {
        if (details is null) return "";
        using var facts = JsonDocument.Parse(details);
        return facts.RootElement.ValueKind != JsonValueKind.Object ? "" : string.Join(", ", facts.RootElement.EnumerateObject()
            .Where(field => field.Value.ValueKind != JsonValueKind.Null).Select(field => $"{Label(field.Name)}: '{Text(field.Name, field.Value)}'"));
    }

    // Cambios: Email: 'a' → 'b'; …
    private static string Changes(string? before, string? after)
    {
        using var old = JsonDocument.Parse(before ?? "{}");
        using var now = JsonDocument.Parse(after ?? "{}");
        var changes = now.RootElement.EnumerateObject()
            .Where(field => !old.RootElement.TryGetProperty(field.Name, out var was) || !JsonElement.DeepEquals(was, field.Value))
            .Select(field => $"{Label(field.Name)}: '{(old.RootElement.TryGetProperty(field.Name, out var was) ? Text(field.Name, was) : "")}' → '{Text(field.Name, field.Value)}'");
        var text = string.Join("; ", changes);
        return text.Length == 0 ? "Sin cambios detectados" : $"Cambios: {text}";
    }

    private static string Sale(string details)
    {
        using var facts = JsonDocument.Parse(details);
        var lines = facts.RootElement.TryGetProperty("lines", out var given) && given.ValueKind == JsonValueKind.Array
            ? given.EnumerateArray().Select(line => $"• {Part(line, "name")} × {Part(line, "quantity")}")
            : [];
        return string.Join('\n', ["Nueva venta registrada", .. lines, $"Método de pago: {Part(facts.RootElement, "payment_method")}"]);
    }

    private static string? Fact(string? json, string name)
    {
        if (json is null) return null;
        using var facts = JsonDocument.Parse(json);
        return facts.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }

    private static string Part(JsonElement facts, string name) => facts.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Text(string field, JsonElement value) =>
        field is "price" or "amount" or "credit_limit" && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var amount)
            ? amount.ToString("$#,##0.00;-$#,##0.00", CultureInfo.InvariantCulture)
            : value.ToString();

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
