using Bodega.Accounts;
using Bodega.Kernel;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The surface's words and statuses for refusals (contract §1, §2.1, §2.2).</summary>
internal static class StockWords
{
    public static Task WriteAsync(HttpContext http, Fault fault)
    {
        if (fault.RetryAfterSeconds is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (fault.Code == HttpFaults.NotSignedInCode && !WantsJson(http))
        {
            http.Response.Redirect("/login");
            return Task.CompletedTask;
        }
        var (status, text) = Say(fault);
        if (fault is StockRefusal { Body: { } body })
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = StockJson.ContentType;
            return body.ExecuteAsync(http);
        }
        return WantsJson(http) ? StockJson.Error(text, status).ExecuteAsync(http) : ErrorPage.WriteAsync(http, status, text);
    }

    private static (int Status, string Text) Say(Fault fault) => fault.Code switch
    {
        HttpFaults.NoSuchRouteCode => (404, "Ruta no encontrada"),
        HttpFaults.MethodNotAllowedCode => (405, "Método no permitido"),
        HttpFaults.BadBodyCode or HttpFaults.BadRequestCode => (400, "Cuerpo JSON inválido"),
        HttpFaults.BodyTooLargeCode => (413, "El archivo supera el límite de 16 MB"),
        HttpFaults.NotSignedInCode => (401, "No autenticado"),
        HttpFaults.NotAllowedCode or HttpFaults.CrossSiteCode => (403, "Permiso denegado"),
        HttpFaults.OverloadedCode => (503, "Servidor ocupado, intenta de nuevo"),
        HttpFaults.KeyReusedCode => (409, "Idempotency-Key ya usada con otra petición"),
        AccountFaults.WrongCredentialsCode => (401, "Credenciales inválidas"),
        AccountFaults.NotActiveCode => (403, "Usuario desactivado. Contacta al administrador"),
        AccountFaults.RoleWithoutAccessCode => (403, "Rol de usuario no válido"),
        AccountFaults.TooManyTriesCode => (429, "Demasiados intentos. Intenta más tarde"),
        AccountFaults.EmailTakenCode => (409, "Este correo ya está registrado"),
        AccountFaults.UserNameTakenCode => (409, "Este usuario ya existe"),
        AccountFaults.UnknownMemberCode => (404, "Usuario no encontrado"),
        AccountFaults.OneselfCode => (400, "No puedes darte de baja a ti mismo"),
        AccountFaults.WrongCodeCode => (401, "Código inválido o expirado"),
        StockRefusal.Code => (((StockRefusal)fault).Status, fault.Subject!), // a StockRefusal always has a text
        _ => fault.Kind switch
        {
            FaultKind.Invalid => (400, "Datos inválidos"),
            FaultKind.Unauthenticated => (401, "No autenticado"),
            FaultKind.Forbidden => (403, "Permiso denegado"),
            FaultKind.NotFound => (404, "Ruta no encontrada"),
            FaultKind.Conflict => (409, "Ya existe un registro con ese valor"),
            FaultKind.TooMany => (429, "Demasiados intentos. Intenta más tarde"),
            FaultKind.Unavailable => (503, "Servidor ocupado, intenta de nuevo"),
            _ => (500, "Error interno del servidor"),
        },
    };

    /// <summary>The exact rule of contract §2.1.</summary>
    public static bool WantsJson(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || string.Equals(http.Request.Headers["X-Requested-With"], "XMLHttpRequest", StringComparison.OrdinalIgnoreCase)
        || PrefersJson(http.Request.GetTypedHeaders().Accept);

    // Explicitly: */* ranks nothing.
    private static bool PrefersJson(IList<Microsoft.Net.Http.Headers.MediaTypeHeaderValue> accept)
    {
        double Rank(string type) => accept.Where(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(a => a.Quality ?? 1).DefaultIfEmpty(0).Max();
        return Rank("application/json") > Rank("text/html");
    }
}
