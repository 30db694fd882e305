using Bodega.Kernel;
using Bodega.Server.Integrations;
using Bodega.Server.Integrations.Pms;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>Why a service outside gave nothing, in a few words without hosts, addresses or keys (contract W13).</summary>
internal static class OutgoingWords
{
    /// <summary>Words that end a sentence of the contract, as <c>Error al conectar con Smoobu: …</c>.</summary>
    public static string Reason(Fault fault) => fault.Code switch
    {
        OutgoingFaults.TimedOutCode => "tiempo de espera agotado",
        OutgoingFaults.StatusCode => $"respuesta {fault.Subject}",
        OutgoingFaults.InvalidCode => "respuesta no válida",
        OutgoingFaults.NotCalledCode => "conexión no permitida",
        PmsFaults.UnsupportedCode => "proveedor no soportado.",
        PmsFaults.MalformedCode => "la API key o la dirección no son válidas",
        _ => "no se pudo conectar",
    };
}
