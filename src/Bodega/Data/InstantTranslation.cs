using System.Linq.Expressions;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bodega.Data;

/// <summary>Lets a query count with instants: <see cref="Instants.ToMicroseconds"/> becomes the stored column itself.</summary>
internal static class InstantTranslation
{
    private static readonly LongTypeMapping Stored = new("bigint");

    public static void Apply(ModelBuilder model) =>
        model.HasDbFunction(typeof(Instants).GetMethod(nameof(Instants.ToMicroseconds))!) // it is there: nameof
            .HasTranslation(arguments => new SqlUnaryExpression(ExpressionType.Convert, arguments[0], typeof(long), Stored))
            .HasParameter("instant").HasStoreType("bigint");
}
