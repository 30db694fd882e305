using System.Globalization;
using Bodega.Kernel;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>The surface's words and statuses for refusals that no route has words of its own for (contract §1).</summary>
internal static class SidekickWords
{
    public const string NoBody = "Se esperaba un cuerpo JSON.";
    public const string NoToken = "Token de acceso requerido.";
    public const string BadToken = "Token inválido o expirado.";
    public const string Denied = "Acceso denegado.";
    public const string TooMany = "Demasiadas solicitudes. Inténtalo más tarde.";
    public const string TooLarge = "El archivo supera el tamaño máximo permitido.";

    public static Task WriteAsync(HttpContext http, Fault fault)
    {
        if (fault.RetryAfterSeconds is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Say(fault).ExecuteAsync(http);
    }

    private static IResult Say(Fault fault) => fault.Code switch
    {
        HttpFaults.MethodNotAllowedCode => SidekickJson.Refuse(405, "Método no permitido."),
        HttpFaults.BadBodyCode or HttpFaults.BadRequestCode => SidekickJson.Refuse(400, NoBody),
        HttpFaults.BodyTooLargeCode => SidekickJson.Refuse(413, TooLarge),
        HttpFaults.KeyReusedCode => SidekickJson.Refuse(409, "La Idempotency-Key ya se usó para otra petición."),
        _ => fault.Kind switch
        {
            FaultKind.Invalid => SidekickJson.Refuse(422, "Datos no válidos."),
            FaultKind.Unauthenticated => SidekickJson.Refuse(401, BadToken),
            FaultKind.Forbidden => SidekickJson.Refuse(403, Denied),
            FaultKind.NotFound => SidekickJson.Refuse(404, "No encontrado."),
            FaultKind.Conflict => SidekickJson.Refuse(409, "Conflicto con el estado actual."),
            FaultKind.TooMany => SidekickJson.Refuse(429, TooMany),
            FaultKind.Unavailable => SidekickJson.Refuse(503, "El servidor está ocupado. Inténtalo de nuevo."),
            _ => SidekickJson.Refuse(500, "Error interno del servidor."),
        },
    };
}
