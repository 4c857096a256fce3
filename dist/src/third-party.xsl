<?xml version="1.0" encoding="UTF-8"?>
<!-- The licences of what is not ours, from the bill of materials: a library a line. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:b="http://cyclonedx.org/schema/bom/1.6" exclude-result-prefixes="b">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/b:bom">
    <xsl:text>Libraries in lib/ and their licences, as their authors declare them. sbom.json has hashes and sources.&#10;&#10;</xsl:text>
    <xsl:for-each select="b:components/b:component[b:group != 'org.adclicks']">
      <xsl:sort select="b:group"/>
      <xsl:sort select="b:name"/>
      <xsl:sort select="b:version"/>
      <xsl:value-of select="concat(b:group, ':', b:name, ':', b:version, '  ')"/>
      <xsl:for-each select="b:licenses//b:license">
        <xsl:if test="position() > 1">, </xsl:if>
        <xsl:value-of select="b:id | b:name"/>
      </xsl:for-each>
      <xsl:value-of select="b:licenses/b:expression"/>
      <xsl:if test="not(b:licenses)">no licence declared</xsl:if>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
