using System.Text.Json;
using Bodega.Notifications;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Says notifications in the contract's words (§4.4, §4.7, §4.8, §7.3, §11.2).</summary>
internal static class NotificationWords
{
    /// <summary>Title and text of a notification.</summary>
    public static (string Title, string Message) Say(string kind, string? facts, string? title, string? message)
    {
        if (kind == NotificationKinds.Message) return (title ?? "", message ?? "");
        using var document = JsonDocument.Parse(facts ?? "{}");
        var given = document.RootElement;
        string Fact(string name) => Text(given, name);
        return kind switch
        {
            NotificationKinds.AccountChanged => ("Tu cuenta ha sido actualizada", "Un administrador ha realizado cambios en tu cuenta. Si no reconoces esta actividad, contacta al soporte."),
            NotificationKinds.ProductCreated => ("Producto agregado", $"El producto '{Fact("name")}' ha sido agregado al inventario."),
            NotificationKinds.ProductUpdated => ("Producto actualizado", $"El producto '{Fact("name")}' ha sido actualizado."),
            NotificationKinds.ProductDisabled => ("Producto deshabilitado", "El producto ha sido deshabilitado."),
            NotificationKinds.ProductActivated => ("Producto activado", $"El producto {Fact("name")} ha sido activado."),
            NotificationKinds.PricesUpdated => ("Precios actualizados", "Los precios de los productos han sido actualizados."),
            NotificationKinds.StockCounted => ("Stock actualizado", "El stock de los productos ha sido actualizado."),
            NotificationKinds.StockLow => ("Stock bajo", $"El producto {Fact("name")} (ID: {Fact("id")}) tiene stock bajo ({Fact("quantity")} unidades)."),
            NotificationKinds.SaleRecorded => ("Venta registrada", $"Venta registrada de los productos {Fact("names")} con cantidades {Fact("quantities")}."),
            NotificationKinds.SaleFailed => ("Error en venta", "Hubo un error al registrar la venta"),
            NotificationKinds.SaleCorrected => ("Venta actualizada", $"Venta #{Fact("id")} ha sido actualizada exitosamente"),
            NotificationKinds.InvitationAccepted => ("Invitación aceptada", $"{Fact("name")} ({Fact("email")}) se ha unido a la empresa."),
            // A kind that another surface has brought: its code is better than nothing.
            _ => (title ?? kind, message ?? ""),
        };
    }

    /// <summary>The wire's word for a severity.</summary>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Warning => "warning",
        Severity.Success => "success",
        Severity.Error => "error",
        _ => "info",
    };

    /// <summary>The severity of a word, or null.</summary>
    public static Severity? Of(string word) => word switch
    {
        "info" => Severity.Info,
        "warning" => Severity.Warning,
        "success" => Severity.Success,
        "error" => Severity.Error,
        _ => null,
    };

    private static string Text(JsonElement facts, string name) => !facts.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => item.ToString())),
        JsonValueKind.Null => "",
        _ => value.ToString(),
    };
}
