{{- define "mae.name" -}}
{{ default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "mae.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "mae.name" .) .Release.Name -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name (include "mae.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "mae.selector" -}}
app.kubernetes.io/name: {{ include "mae.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "mae.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "mae.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "mae.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{ default (include "mae.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{ default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "mae.secret" -}}
{{ default (include "mae.fullname" .) .Values.mysql.existingSecret }}
{{- end }}

{{- define "mae.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}
{{- end }}

{{/* The exporter's flags. */}}
{{- define "mae.args" -}}
- --config.my-cnf=/etc/mysql-aborted-exporter/my.cnf
- --web.listen-address=:{{ .Values.service.internalPort }}
- --log.level={{ .Values.config.logLevel }}
- --log.format={{ .Values.config.logFormat }}
{{- if eq .Values.mode "probe" }}
- --no-mysqld
- --probe.max-targets={{ .Values.probe.maxTargets }}
{{- range .Values.probe.targets }}
- --probe.allow={{ .address }}
{{- end }}
{{- range .Values.probe.allow }}
- --probe.allow={{ . }}
{{- end }}
{{- else }}
- --state.directory=/var/lib/mysql-aborted-exporter
{{- if eq .Values.mode "sidecar" }}
- --errorlog.file={{ .Values.sidecar.logFile }}
{{- else if .Values.errorlog.existingClaim }}
- --errorlog.file={{ .Values.errorlog.file }}
{{- else if ne .Values.errorlog.source "auto" }}
- --errorlog.source={{ .Values.errorlog.source }}
{{- end }}
{{- end }}
{{- range $name, $on := .Values.collectors }}
- --{{ if not $on }}no-{{ end }}collect.{{ $name }}
{{- end }}
{{- range .Values.extraArgs }}
- {{ . | quote }}
{{- end }}
{{- end }}

{{/* The container, in a pod of its own or in the server's. */}}
{{- define "mae.container" -}}
name: mysql-aborted-exporter
image: {{ include "mae.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
args:
  {{- include "mae.args" . | nindent 2 }}
{{- if or .Values.env .Values.javaOpts .Values.mysql.existingPasswordSecret.name }}
env:
  {{- if .Values.mysql.existingPasswordSecret.name }}
  - name: MYSQLD_EXPORTER_PASSWORD
    valueFrom:
      secretKeyRef:
        name: {{ .Values.mysql.existingPasswordSecret.name }}
        key: {{ .Values.mysql.existingPasswordSecret.key }}
  {{- end }}
  {{- if .Values.javaOpts }}
  - name: JAVA_OPTS
    value: {{ .Values.javaOpts | quote }}
  {{- end }}
  {{- with .Values.env }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
ports:
  - name: metrics
    containerPort: {{ .Values.service.internalPort }}
    protocol: TCP
# Neither depends on a database.
livenessProbe:
  httpGet:
    path: /-/healthy
    port: {{ .Values.service.internalPort }}
  periodSeconds: 20
  timeoutSeconds: 5
readinessProbe:
  httpGet:
    path: /-/ready
    port: {{ .Values.service.internalPort }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  {{- if eq .Values.mode "sidecar" }}
  {{- $user := dict "runAsNonRoot" true "runAsUser" .Values.podSecurityContext.runAsUser "runAsGroup" .Values.sidecar.logGroup "seccompProfile" .Values.podSecurityContext.seccompProfile }}
  {{- toYaml (merge (deepCopy .Values.securityContext) $user) | nindent 2 }}
  {{- else }}
  {{- toYaml .Values.securityContext | nindent 2 }}
  {{- end }}
volumeMounts:
  - name: mysql-aborted-exporter-config
    mountPath: /etc/mysql-aborted-exporter
    readOnly: true
  - name: mysql-aborted-exporter-tmp
    mountPath: /tmp
  {{- if ne .Values.mode "probe" }}
  - name: mysql-aborted-exporter-state
    mountPath: /var/lib/mysql-aborted-exporter
  {{- end }}
  {{- if eq .Values.mode "sidecar" }}
  - name: {{ .Values.sidecar.logVolume }}
    mountPath: {{ .Values.sidecar.logMountPath }}
    readOnly: true
  {{- else if .Values.errorlog.existingClaim }}
  - name: mysql-aborted-exporter-log
    mountPath: /var/log/mysql
    readOnly: true
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "mae.volumes" -}}
- name: mysql-aborted-exporter-config
  secret:
    secretName: {{ include "mae.secret" . }}
    # In the server's pod there may be no fsGroup.
    defaultMode: {{ if eq .Values.mode "sidecar" }}0444{{ else }}0440{{ end }}
- name: mysql-aborted-exporter-tmp
  emptyDir:
    sizeLimit: 16Mi
{{- if ne .Values.mode "probe" }}
- name: mysql-aborted-exporter-state
  {{- if and .Values.persistence.enabled (ne .Values.mode "sidecar") }}
  persistentVolumeClaim:
    claimName: {{ default (include "mae.fullname" .) .Values.persistence.existingClaim }}
  {{- else }}
  emptyDir:
    sizeLimit: {{ .Values.persistence.size }}
  {{- end }}
{{- end }}
{{- if and .Values.errorlog.existingClaim (ne .Values.mode "sidecar") }}
- name: mysql-aborted-exporter-log
  persistentVolumeClaim:
    claimName: {{ .Values.errorlog.existingClaim }}
    readOnly: true
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
